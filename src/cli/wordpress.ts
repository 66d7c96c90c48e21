import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CommandError } from './command-error.js';
import { defineCommand } from './command.js';

const ZIP = fileURLToPath(new URL('../dx-realtime-wordpress.zip', import.meta.url));

/** `dx-realtime wordpress`: the plugin for WordPress, as its upload form takes it. */
export const wordpress = defineCommand({
  usage: 'wordpress [FILE]',
  description: `Writes the plugin for WordPress into FILE (default: dx-realtime-wordpress.zip). It brings a block and a widget of
Elementor for each element, the script, and a page for the address and the app id. A file that exists is never touched.`,
  options: {},
  async run({ operands: [file = 'dx-realtime-wordpress.zip', ...others] }) {
    if (others.length > 0) throw new CommandError('One FILE at most; see --help.');
    await copy(file);
    process.stdout.write(`Written: ${file}

Next, in WordPress:
  Plugins, Add New, Upload Plugin: choose the file, then activate it.
  Settings, Live data: enter the id of your app, and the address of your gateway.
  In a page: insert a block of the group "Live data".
`);
  },
});

async function copy(file: string): Promise<void> {
  try {
    await copyFile(ZIP, file, constants.COPYFILE_EXCL);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'EEXIST' ? `${file} is there already` : message;
    throw new CommandError(`Nothing was written: ${reason}.`);
  }
}
