import { backUp } from '../gateway/store/backup.js';
import { DataFileError } from '../gateway/store/data-file-error.js';
import { CommandError } from './command-error.js';
import { defineCommand } from './command.js';
import { DEFAULT_DATA_FILE } from './data-option.js';

/** `dx-realtime backup FILE` */
export const backup = defineCommand({
  usage: 'backup FILE',
  description: 'Copies the data file of a gateway to FILE, also while the gateway runs.',
  options: {
    data: {
      value: 'FILE',
      text: 'the data file',
      variable: 'DX_DATA',
      default: DEFAULT_DATA_FILE,
    },
  },
  notes:
    'To go back to a copy: stop the gateway, put the copy in the place of the data file, remove FILE-wal and FILE-shm beside it, start the gateway.',
  run({ options: { data }, operands: [to, ...more] }) {
    if (to === undefined || more.length > 0)
      throw new CommandError('One name of a file is needed; see --help.');
    try {
      backUp(data, to);
    } catch (error) {
      throw error instanceof DataFileError ? new CommandError(error.message) : error;
    }
    process.stdout.write(`Copied "${data}" to "${to}".\n`);
    return Promise.resolve();
  },
});
