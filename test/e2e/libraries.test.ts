import { runLibraries } from './libraries/run-libraries.js';

runLibraries('chromium');
