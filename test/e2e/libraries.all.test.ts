import { presentEngines } from '../support/engines/open-engine.js';
import { runLibraries } from './libraries/run-libraries.js';

for (const engine of presentEngines()) if (engine !== 'chromium') runLibraries(engine);
