import { text as readAll } from 'node:stream/consumers';
import { hashPassword } from '../gateway/passwords.js';
import { CommandError } from './command-error.js';
import { defineCommand } from './command.js';

/** `dx-realtime hash-password` */
export const hashPasswordCommand = defineCommand({
  usage: 'hash-password',
  description: `Reads a password from standard input, and writes the passwordHash for the configuration of a gateway.

Example: printf %s 'a long password' | dx-realtime hash-password`,
  options: {},
  async run({ operands }) {
    if (operands.length > 0)
      throw new CommandError('The password comes from standard input: a command line can be read by others.');
    const password = (await readAll(process.stdin)).replace(/\r?\n$/, '');
    if (password === '') throw new CommandError('There is no password on standard input; see --help.');
    const { salt, hash } = await hashPassword(password);
    process.stdout.write(`scrypt:${salt.toString('base64')}:${hash.toString('base64')}\n`);
  },
});
