#!/usr/bin/env node
import { runCommandLine } from '../dist/command/command.js';
await runCommandLine(process.argv.slice(2));
