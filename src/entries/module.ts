/**
 * Entry of `dist/dx-realtime.module.js`, for pages with import maps and module tags: takes the settings of its own tag
 * where it has one, registers all elements and exports the package.
 */
// First: elements already in the page connect while they are registered.
import './script-settings.js';
import '../define.js';

export * from '../index.js';
