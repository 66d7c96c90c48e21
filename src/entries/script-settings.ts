import { registryOf } from '../connection/connection-registry.js';
import { findScriptTag, readScriptTag } from '../connection/script-tag.js';

const script = findScriptTag(document, new Error().stack ?? '');
if (script !== null) registryOf(window).configureByScript(readScriptTag(script));
