/**
 * Entry of the classic script `dist/dx-realtime.js`: takes the settings of its own tag
 * (`<script src="dx-realtime.js" data-app-id="…">`), registers all elements and leaves the package's exports
 * in the global `dxRealtime`.
 */
// First: elements already in the page connect while they are registered.
import './script-settings.js';
import '../define.js';
import { openLogWhereAsked } from './debug.js';

export * from '../index.js';

openLogWhereAsked(window);
