import { backup } from './backup.js';
import { exitWithSentence } from './command-error.js';
import { runCommand } from './command.js';
import { gateway } from './gateway.js';

/**
 * Runs the command `dx-realtime-gateway`, which `dx-realtime gateway` runs too. Sets the exit code of the process to 1
 * where that cannot be done.
 *
 * @param given the options, such as `['--config', 'gateway.config.mjs']`
 */
export function runGatewayCommand(given: string[]): Promise<void> {
  return exitWithSentence(() => runCommand(gateway, given, process.env));
}

/**
 * Runs the command `dx-realtime backup`. Sets the exit code of the process to 1 where that cannot be done.
 *
 * @param given the rest of the command line, such as `['copy.db']`
 */
export function runBackupCommand(given: string[]): Promise<void> {
  return exitWithSentence(() => runCommand(backup, given, process.env));
}
