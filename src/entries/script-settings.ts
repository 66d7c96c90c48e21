import { registryOf } from '../connection/connection-registry.js';

// `data-app-id` arrives as `appId`, and so on: the names of the settings.
registryOf(window).configureByScript(document.currentScript?.dataset ?? {});
