import type { Loaders } from '../../i18n/translator.js';
import type { EventLogWords } from '../terms.js';

/** Each is loaded where a log stands in its language. */
export const LOADERS: Loaders<EventLogWords> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fr: () => import('./fr.js'),
  ja: () => import('./ja.js'),
  pt: () => import('./pt.js'),
  ru: () => import('./ru.js'),
  zh: () => import('./zh.js'),
};
