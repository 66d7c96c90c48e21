import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';

/** The attribute on the document element by which a builder says what the page is now: `design` or `live`. */
const MODE_ATTRIBUTE = 'data-dx-mode';

/**
 * Marks of editors, as seen from an element on their canvas. An iframe alone is no mark: live pages are
 * embedded too.
 */
const EDITOR_MARKS: ((host: HTMLElement) => unknown)[] = [
  // GrapesJS: components carry their type, and the canvas frame has a class.
  (host) => host.hasAttribute('data-gjs-type') || frameOf(host)?.classList.contains('gjs-frame'),
  // Puck, except in its interactive mode.
  (host) => host.closest('[data-puck-component]') !== null && !isInteractivePuck(host),
  // The block editor of WordPress, Elementor, and CKEditor 5.
  (host) => host.closest('.block-editor-block-list__block,.elementor-editor-active,.ck-widget'),
  // TinyMCE and other rich text editors.
  (host) => host.isContentEditable,
];

/**
 * Tells whether an element lies on a canvas where a page is being built rather than used. In design mode an
 * element opens no connection, shows no toast, fetches nothing and sets no timer.
 */
export function isDesignMode(host: HTMLElement): boolean {
  const mode = host.ownerDocument.documentElement.getAttribute(MODE_ATTRIBUTE);
  if (mode === 'design' || mode === 'live') return mode === 'design';
  return EDITOR_MARKS.some((isMarked) => isMarked(host));
}

/** Updates its host when the page changes between design and live. */
export class DesignModeController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #stop: (() => void) | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  get active(): boolean {
    return isDesignMode(this.#host);
  }

  hostConnected(): void {
    this.#stop = watchMode(this.#host.ownerDocument, () => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }
}

interface ModeWatch {
  observer: MutationObserver;
  listeners: Set<() => void>;
}

/** One observer per document, however many elements there are. */
const watches = new WeakMap<Document, ModeWatch>();

function watchMode(document: Document, listener: () => void): () => void {
  const watch = watches.get(document) ?? startWatch(document);
  watch.listeners.add(listener);
  return () => {
    watch.listeners.delete(listener);
    if (watch.listeners.size > 0) return;
    watch.observer.disconnect();
    watches.delete(document);
  };
}

function startWatch(document: Document): ModeWatch {
  const listeners = new Set<() => void>();
  const observer = new MutationObserver(() => {
    for (const listener of listeners) listener();
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: [MODE_ATTRIBUTE] });
  const watch = { observer, listeners };
  watches.set(document, watch);
  return watch;
}

function frameOf(host: HTMLElement): Element | null {
  try {
    return host.ownerDocument.defaultView?.frameElement ?? null;
  } catch {
    // A frame of another origin: no editor of ours.
    return null;
  }
}

function isInteractivePuck(host: HTMLElement): boolean {
  const root = host.ownerDocument.querySelector('#frame-root[data-puck-preview-mode]');
  return root !== null && root.getAttribute('data-puck-preview-mode') !== 'edit';
}
