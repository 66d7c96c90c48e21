import type { Loaders, Locales, Translator } from '../i18n/translator.js';
import type { Listener } from './diagnose.js';
import type { EventLogWords } from './terms.js';

/** Words of the log and of all elements, in the language that the log stands in. */
export interface EventLogTranslator {
  readonly own: Translator<EventLogWords>;
  readonly shared: Translator;
}

/** What a log knows of the page it lies in. */
export interface EventLogHost {
  readonly document: Document;
  /** Delivers an event to everything on the page that listens to the log's server and app. */
  deliver(eventName: string, data: unknown): void;
  isDesignMode(element: HTMLElement): boolean;
  sharesConnection(element: HTMLElement): boolean;
  /** The words that all elements share, as far as they are loaded. */
  wording(): Translator;
  /** Loads them. @returns null where they are there, or cannot be had */
  loadWords(): Promise<void> | null;
  /** Makes a vocabulary which knows the words that the page gave. */
  vocabulary(english: EventLogWords, loaders: Loaders<EventLogWords>): Locales<EventLogWords>;
  /** What the language is taken from. */
  readonly element: Element;
  /** The log can be closed; null = it is a part of the page. */
  close: (() => void) | null;
}

/** Elements that listen to events: by their names, so that those whose script has not arrived are found too. */
const LISTENERS = new Set(['dx-refresher', 'dx-alert-toast', 'dx-inbox', 'dx-messenger', 'dx-redirect']);

/** Everything on a page that could hear an event, open shadow roots included. */
export function findListeners(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(LISTENERS.has(element.localName) ? [element] : []),
    ...(element.shadowRoot === null ? [] : findListeners(element.shadowRoot)),
  ]);
}

export function describeListener(element: HTMLElement, page: EventLogHost): Listener {
  const disabled = element.getAttribute('disabled');
  return {
    label: labelOf(element),
    eventName: element.getAttribute('event-name'),
    isDisabled: disabled !== null && disabled !== 'false',
    isDefined: element.matches(':defined'),
    isDesignMode: page.isDesignMode(element),
    sharesConnection: !element.matches(':defined') || page.sharesConnection(element),
  };
}

function labelOf(element: HTMLElement): string {
  const named = ['id', 'event-name', 'target', 'match'].flatMap((name) => {
    const value = element.getAttribute(name);
    return value === null || value === '' ? [] : [` ${name}="${value.slice(0, 60)}"`];
  });
  return `<${element.localName}${named.join('')}>`;
}
