import { hubOf } from './connection/hub.js';

// `data-app-id` arrives as `appId`, and so on: the names of the settings.
hubOf(window).configureByScript(document.currentScript?.dataset ?? {});
