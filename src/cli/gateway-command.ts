import { backup } from './backup.js';
import { checkConfig } from './check-config.js';
import { exitWithSentence } from './command-error.js';
import { runCommand } from './command.js';
import { gateway } from './gateway.js';
import { hashPasswordCommand } from './hash-password.js';

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

/**
 * Runs the command `dx-realtime check-config`. Sets the exit code of the process to 1 where that cannot be done, or the
 * configuration is wrong.
 *
 * @param given the rest of the command line, such as `['gateway.json']`
 */
export function runCheckConfigCommand(given: string[]): Promise<void> {
  return exitWithSentence(() => runCommand(checkConfig, given, process.env));
}

/**
 * Runs the command `dx-realtime hash-password`. Sets the exit code of the process to 1 where that cannot be done.
 *
 * @param given the rest of the command line: nothing, or `['--help']`
 */
export function runHashPasswordCommand(given: string[]): Promise<void> {
  return exitWithSentence(() => runCommand(hashPasswordCommand, given, process.env));
}
