import { ConfigurationError } from '../gateway/config/configuration.js';
import { loadConfiguration } from '../gateway/config/load-configuration.js';
import { refuseDemoSecrets } from '../gateway/config/production-checks.js';
import { settingsOf } from '../gateway/config/schema.js';
import { CommandError } from './command-error.js';
import { defineCommand } from './command.js';

/** `dx-realtime check-config FILE` */
export const checkConfig = defineCommand({
  usage: 'check-config FILE',
  description: 'Reads the configuration of a gateway as the gateway does, and says what is wrong with it.',
  options: {
    production: { text: 'refuses keys of examples and passwords in plain text, too' },
  },
  async run({ options: { production }, operands: [path, ...more], environment }) {
    if (path === undefined || more.length > 0) throw new CommandError('One FILE is needed; see --help.');
    try {
      const settings = settingsOf(await loadConfiguration(path, environment));
      if (production) refuseDemoSecrets(settings);
      const apps = settings.apps.map(({ id }) => id).join(', ');
      process.stdout.write(`"${path}" can be used. Its apps: ${apps}.\n`);
    } catch (error) {
      throw error instanceof ConfigurationError ? new CommandError(error.message) : error;
    }
  },
});
