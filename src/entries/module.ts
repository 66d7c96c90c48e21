/** Entry of `dist/dx-realtime.module.js`, for pages with import maps: registers all elements and exports the package. */
import '../define.js';

export * from '../index.js';
