import { setTimeFactor, timeFactor, type TimeFactor } from './time-setting.js';
import { askForDesktop, mayUseDesktop, setDesktop } from './desktop.js';

/** What a person has chosen about alerts on this site, in this browser. */
export interface Preferences {
  /** How many times longer toasts stay; `Infinity` = until they are closed. */
  readonly time: TimeFactor;
  /** Whether desktop notifications are on; null = the page offers none. */
  readonly desktop: boolean | null;
}

/** One of them, chosen now. */
export type PreferenceChoice = { time: TimeFactor } | { desktop: boolean };

/** @param offersDesktop whether the author wants desktop notifications */
export function readPreferences(document: Document, offersDesktop: boolean): Preferences {
  return { time: timeFactor(document), desktop: offersDesktop ? mayUseDesktop(document) : null };
}

/** Must be called from a click: browsers ask for permission only then. */
export async function prefer(document: Document, choice: PreferenceChoice): Promise<void> {
  if ('time' in choice) setTimeFactor(document, choice.time);
  else if (choice.desktop) await askForDesktop(document);
  else setDesktop(document, false);
}
