import type { Announcements, Politeness } from './announcer.js';
import { adoptStyles } from '../../dom/style-sheets.js';

/** Out of sight and of the layout, yet in the accessibility tree. */
const STYLES = `:host{all:initial!important;position:fixed!important;inset-block-start:0!important;inset-inline-start:0!important;
inline-size:1px!important;block-size:1px!important;margin:0!important;padding:0!important;border:0!important;
overflow:hidden!important;clip-path:inset(50%)!important;white-space:nowrap!important;pointer-events:none!important}`;

/**
 * The two regions from which screen readers take announcements. They are there, empty, before the first one: a
 * region that appears together with its text is not read.
 */
export class LiveRegions implements Announcements {
  /** Lies in the body, or in the modal dialog that hides everything else from screen readers. */
  readonly host: HTMLElement;
  readonly #regions: Record<Politeness, HTMLElement>;

  constructor(document: Document) {
    this.host = document.createElement('div');
    this.host.className = 'dx-alerts-live';
    // Libraries that hide all but their modal from screen readers leave out what has this.
    this.host.ariaLive = 'off';
    const root = this.host.attachShadow({ mode: 'open' });
    adoptStyles(root, STYLES);
    this.#regions = {
      polite: region(document, 'status', 'polite'),
      assertive: region(document, 'alert', 'assertive'),
    };
    root.append(this.#regions.polite, this.#regions.assertive);
  }

  write(politeness: Politeness, text: string): void {
    const region = this.#regions[politeness];
    // Emptying what is empty would be a change too.
    if (region.textContent !== text) region.textContent = text;
  }
}

function region(document: Document, role: string, politeness: Politeness): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('role', role);
  element.setAttribute('aria-live', politeness);
  element.setAttribute('aria-atomic', 'true');
  return element;
}
