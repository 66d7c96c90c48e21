import type { ShownState } from '../connection/shown-state.js';
import type { Translator } from '../i18n/translator.js';

const TURNING = 'M16.6 8.2A7 7 0 0 0 4 6.3M3.4 11.8A7 7 0 0 0 16 13.7M3.6 2.9V6.6h3.7M16.4 17.1v-3.7h-3.7';

/** Each state has a shape of its own, a path of 20 by 20: its colour is never the only sign of it. */
const SHAPES: Record<ShownState, string> = {
  live: 'm4.5 10.6 3.6 3.7 7.4-8',
  connecting: TURNING,
  reconnecting: TURNING,
  offline:
    'm3 3 14 14M6.2 11.4a5.6 5.6 0 0 1 2.3-1.3M13.8 11.4a5.6 5.6 0 0 0-1-.7M2.6 8a10.6 10.6 0 0 1 3.6-2.2M17.4 8A10.7 10.7 0 0 0 9 5M9.9 15.6h.1',
  unauthorised:
    'M6 9h8a2 2 0 0 1 2 2v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-4a2 2 0 0 1 2-2zm.8 0V6.2a3.2 3.2 0 0 1 6.4 0V9',
  idle: 'M17 10a7 7 0 1 1-14 0a7 7 0 1 1 14 0zM6.8 10h6.4',
};

const SVG = 'http://www.w3.org/2000/svg';

export interface StatusDrawing {
  /** Null = nothing is told yet. */
  state: ShownState | null;
  /** It may be seen; it is told in any case. */
  isVisible: boolean;
  /** What is told is news. */
  isNews: boolean;
  /** What to do about a part of the script that could not be loaded; null = none is missing. */
  remedy: string | null;
  /** Why it is so, in English, for the people who build the page; empty = there is nothing to say. */
  reason: string;
  wording: Translator;
}

/**
 * Draws the state as a shape and a word, and tells it in a sentence to those who cannot see it. Without a library: a
 * page that shows no more than this needs none.
 */
export function drawStatus(root: HTMLElement, drawing: StatusDrawing): void {
  const { state, isVisible, isNews, remedy, reason, wording } = drawing;
  const word = wordOf(drawing);
  announce(root, state === null ? '' : wording.text('connection', word), isNews);
  // Where a pointer rests on it: visitors are told the state, whoever builds the page the rest.
  if (reason === '') root.removeAttribute('title');
  else root.title = reason;
  const former = root.children[1];
  const wanted = isVisible || remedy !== null ? state : null;
  if (wanted !== null && former?.textContent === word && former.classList.contains(wanted)) return;
  former?.remove();
  if (wanted === null) return;
  const shown = drawState(root.ownerDocument, wanted, word);
  if (remedy !== null) shown.setAttribute('title', remedy);
  root.append(shown);
}

function wordOf({ state, remedy, wording }: StatusDrawing): string {
  if (state === null) return '';
  return remedy === null ? wording.text(state) : `${wording.text(state)} – ${wording.text('incomplete')}`;
}

/** The region stays: one that appears together with its text is not read. */
function announce(root: HTMLElement, sentence: string, isNews: boolean): void {
  if (root.firstElementChild === null)
    root.append(element(root.ownerDocument, 'span', { role: 'status', 'aria-atomic': 'true' }));
  const region = root.firstElementChild!;
  region.setAttribute('aria-live', isNews ? 'polite' : 'off');
  if (region.textContent !== sentence) region.textContent = sentence;
}

function drawState(document: Document, state: ShownState, word: string): Element {
  const shape = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: '0 0 20 20',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.6',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  };
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[state]);
  shape.append(path);
  const icon = element(document, 'span', { class: 'icon', part: 'icon' });
  icon.append(shape);
  const text = element(document, 'span', { part: 'word' });
  text.textContent = word;
  const shown = element(document, 'span', {
    class: `state ${state}`,
    part: `state ${state}`,
    'aria-hidden': 'true',
  });
  shown.append(icon, text);
  return shown;
}

function element(document: Document, name: string, attributes: Record<string, string>): Element {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
