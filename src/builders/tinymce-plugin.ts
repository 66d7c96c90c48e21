/** Entry of `dist/builders/tinymce.umd.js`: adds the plugin `dxrealtime` to the global `tinymce`. */
import { addTinymcePlugin, type TinyGlobal } from './tinymce.js';

addTinymcePlugin((globalThis as unknown as { tinymce: TinyGlobal }).tinymce);
