#!/usr/bin/env node
import { runGatewayCommand } from '../dist/cli/gateway-command.js';
await runGatewayCommand(process.argv.slice(2));
