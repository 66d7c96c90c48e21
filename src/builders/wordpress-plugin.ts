/** Entry of `js/editor.js` in the plugin for WordPress: registers the blocks with the global `wp`. */
import { packageManifest } from './package-manifest.js';
import { registerWordPress, type WordPress } from './wordpress.js';

registerWordPress((globalThis as unknown as { wp: WordPress }).wp, packageManifest, packageManifest.name);
