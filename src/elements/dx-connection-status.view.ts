import { html, nothing, render, svg, type TemplateResult } from 'lit';
import { icon } from '../drawing/icon.js';
import type { ShownState } from '../status/shown-state.js';
import type { Wording } from '../words/wording.js';

const turning = svg`<path d="M16.6 8.2A7 7 0 0 0 4 6.3M3.4 11.8A7 7 0 0 0 16 13.7" /><path d="M3.6 2.9V6.6h3.7M16.4 17.1v-3.7h-3.7" />`;

/** Each state has a shape of its own: its colour is never the only sign of it. */
const SHAPES: Record<ShownState, TemplateResult> = {
  live: svg`<path d="m4.5 10.6 3.6 3.7 7.4-8" />`,
  connecting: turning,
  reconnecting: turning,
  offline: svg`<path d="m3 3 14 14M6.2 11.4a5.6 5.6 0 0 1 2.3-1.3M13.8 11.4a5.6 5.6 0 0 0-1-.7M2.6 8a10.6 10.6 0 0 1 3.6-2.2M17.4 8A10.7 10.7 0 0 0 9 5M9.9 15.6h.1" />`,
  unauthorised: svg`<rect x="4" y="9" width="12" height="8" rx="2" /><path d="M6.8 9V6.2a3.2 3.2 0 0 1 6.4 0V9" />`,
  idle: svg`<circle cx="10" cy="10" r="7" /><path d="M6.8 10h6.4" />`,
};

export interface StatusDrawing {
  /** Null = nothing is told yet. */
  state: ShownState | null;
  /** It may be seen; it is told in any case. */
  isVisible: boolean;
  /** What is told is news. */
  isNews: boolean;
  wording: Wording;
}

/** Draws the state as a shape and a word, and tells it in a sentence to those who cannot see it. */
export function drawStatus(root: HTMLElement, { state, isVisible, isNews, wording }: StatusDrawing): void {
  const word = state === null ? '' : wording.text(state);
  const template = html`<span role="status" aria-live=${isNews ? 'polite' : 'off'} aria-atomic="true"
      >${state === null ? '' : wording.text('connection', word)}</span
    >${
      state !== null && isVisible
        ? html`<span class="state ${state}" part="state ${state}" aria-hidden="true"
            ><span class="icon" part="icon">${icon(20, SHAPES[state])}</span
            ><span part="word">${word}</span></span
          >`
        : nothing
    }`;
  render(template, root);
}
