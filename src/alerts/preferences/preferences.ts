import type { AlertDelivery } from '../../protocol/preferences.js';
import { setDurationFactor, durationFactor, type DurationFactor } from './duration-factor.js';
import { askForDesktop, isDesktopBlocked, mayUseDesktop, setDesktop } from '../attention/desktop.js';

/** What a person has chosen about alerts on this site, in this browser. */
export interface Preferences {
  /** How many times longer toasts stay; `Infinity` = until they are closed. */
  readonly time: DurationFactor;
  /** Whether desktop notifications are on; null = the page offers none. */
  readonly desktop: boolean | null;
  /** The browser shows none of this site, and does not ask the person. */
  readonly isDesktopBlocked: boolean;
}

/** One of them, chosen now. */
export type PreferenceChoice = { time: DurationFactor } | { desktop: boolean };

/** A choice for a category of alerts, made now. */
export interface CategoryPreferenceChoice {
  category: string;
  delivery: AlertDelivery;
}

/** @param offersDesktop whether the author wants desktop notifications */
export function readPreferences(document: Document, offersDesktop: boolean): Preferences {
  return {
    time: durationFactor(document),
    desktop: offersDesktop ? mayUseDesktop(document) : null,
    isDesktopBlocked: isDesktopBlocked(document),
  };
}

/** Must be called from a click: browsers ask for permission only then. */
export async function prefer(document: Document, choice: PreferenceChoice): Promise<void> {
  if ('time' in choice) setDurationFactor(document, choice.time);
  else if (choice.desktop) await askForDesktop(document);
  else setDesktop(document, false);
}
