#!/usr/bin/env node
import { runCommand } from '../dist/gateway/command.js';
await runCommand(process.argv.slice(2));
