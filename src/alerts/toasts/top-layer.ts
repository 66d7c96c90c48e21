import { setPopover } from '../../dom/popover.js';
import {
  containsDeep,
  deepActiveElement,
  deepFullscreenElement,
  deepParent,
  someDeep,
} from '../../dom/shadow-dom.js';
import { isModal, ModalDialogs } from './modal-dialogs.js';

/** Elements that fill the screen and show nothing that lies in them. */
const CHILDLESS = new Set(['video', 'img', 'iframe', 'canvas', 'object', 'embed']);

/**
 * Keeps what alerts draw where it can be seen, clicked and heard: in the topmost modal dialog while one is open,
 * in what fills the screen, else in the body, and above everything that opened later.
 */
export class TopLayer {
  readonly #document: Document;
  readonly #modals: ModalDialogs;
  readonly #hosts = new Set<HTMLElement>();
  readonly #undo: (() => void)[] = [];
  #dialogWatch: MutationObserver | null = null;
  /** Keeps what hides everything but a modal of a library from hiding toasts. */
  #hidingWatch: MutationObserver | null = null;
  #bodyWatch: MutationObserver | null = null;
  #isPointed = false;

  constructor(document: Document) {
    this.#document = document;
    this.#modals = new ModalDialogs(document);
  }

  start(): void {
    this.#listen('toggle', (event) => this.#toggled(event));
    this.#listen('close', () => this.reconcile());
    this.#listen('focusin', () => this.reconcile());
    this.#listen('fullscreenchange', () => {
      this.reconcile();
      this.raiseAll();
    });
    // A dialog in a shadow root that moves the focus inside that root tells the page nothing; the click does.
    this.#listen('click', () => setTimeout(() => this.reconcile()));
    const watch = this.#observer((records) =>
      records.some(({ target, type }) => type === 'childList' || target.nodeName === 'DIALOG'),
    );
    watch.observe(this.#document, { subtree: true, attributes: true, attributeFilter: ['open'] });
    // A router may take another body, or clear away what it did not put there.
    watch.observe(this.#document.documentElement, { childList: true });
    this.#bodyWatch = this.#observer(() => [...this.#hosts].some((host) => !host.isConnected));
    this.#hidingWatch = this.#observer(() => this.#unhide());
    this.#undo.push(() => [watch, this.#bodyWatch, this.#hidingWatch].forEach((one) => one?.disconnect()));
  }

  stop(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#dialogWatch?.disconnect();
    for (const host of this.#hosts) host.remove();
    this.#hosts.clear();
  }

  add(host: HTMLElement): void {
    this.#hosts.add(host);
    this.#hidingWatch?.observe(host, { attributes: true, attributeFilter: ['inert', 'aria-hidden'] });
    this.reconcile();
  }

  /** The pointer came to what alerts draw, or left it. */
  point(isPointed: boolean): void {
    this.#isPointed = isPointed;
    this.reconcile();
  }

  /** Libraries hide everything beside their modal, from pointers too; toasts belong to none of the two sides. */
  #unhide(): boolean {
    for (const host of this.#hosts) {
      host.inert = false;
      host.ariaHidden = null;
    }
    return false;
  }

  /** Puts everything where it belongs now; cheap where it is there already. */
  reconcile(): void {
    const dialog = this.#modals.topmost();
    const { body } = this.#document;
    this.#bodyWatch?.observe(body, { childList: true });
    // Under the pointer they lie in an open menu: the browser closes menus at a press outside of them.
    const menu = this.#isPointed ? openMenu(this.#document) : null;
    const homes = [menu, ...this.#fullscreenIn(dialog), dialog, body];
    const home = homes.find((element) => element !== null)!;
    const moved = [...this.#hosts].filter((host) => host.parentNode !== home);
    for (const host of moved) move(host, home);
    // A custom element may show nothing of what lies in it.
    for (const host of moved) if (host.dataset['open'] !== undefined && !isVisible(host)) move(host, body);
    if (moved.length > 0) this.#watchDialog(dialog);
  }

  /** What fills the screen makes all outside of it inert, as a modal dialog does, except one that opened later. */
  #fullscreenIn(dialog: Element | null): (Element | ShadowRoot)[] {
    const element = deepFullscreenElement(this.#document);
    if (element === null || CHILDLESS.has(element.localName)) return [];
    return dialog === null || containsDeep(dialog, element) ? [element.shadowRoot ?? element] : [];
  }

  #listen(type: string, listener: (event: Event) => void): void {
    this.#document.addEventListener(type, listener, true);
    this.#undo.push(() => this.#document.removeEventListener(type, listener, true));
  }

  #observer(concerns: (records: MutationRecord[]) => boolean): MutationObserver {
    const { MutationObserver: Observer } = this.#document.defaultView as Window & typeof globalThis;
    return new Observer((records) => {
      if (concerns(records)) this.reconcile();
    });
  }

  #toggled(event: Event): void {
    const target = event.target as HTMLElement;
    // Not ours, nor those of another version of this script: both would raise themselves for ever.
    if (target.classList.contains('dx-alerts') || target.nodeName === 'DETAILS') return;
    this.reconcile();
    if ((event as ToggleEvent).newState === 'open') this.raiseAll();
  }

  /** A dialog that is closed in a shadow root, or taken out of the page while open, tells nobody. */
  #watchDialog(dialog: Element | null): void {
    this.#dialogWatch?.disconnect();
    this.#dialogWatch = null;
    if (dialog === null) return;
    const watch = this.#observer(
      () => !isModal(dialog) || [...this.#hosts].some((host) => !host.isConnected),
    );
    watch.observe(dialog, { attributes: true, attributeFilter: ['open'], childList: true });
    for (let root = dialog.getRootNode(); ; root = (root as ShadowRoot).host.getRootNode()) {
      watch.observe(root, { childList: true, subtree: true });
      if (!('host' in root)) break;
    }
    this.#dialogWatch = watch;
  }

  /** Above everything that opened later. */
  raiseAll(): void {
    for (const host of this.#hosts) raise(host);
  }
}

function move(host: HTMLElement, home: Element | ShadowRoot): void {
  const focused = focusIn(host);
  try {
    // Keeps the popover open and animations running.
    if ('moveBefore' in home && host.isConnected) home.moveBefore(host, null);
    else home.append(host);
  } catch {
    home.append(host);
  }
  if (host.dataset['open'] !== undefined) raise(host);
  focused?.focus({ preventScroll: true });
}

/** Brings an open popover above all that was opened after it. */
function raise(host: HTMLElement): void {
  if (host.dataset['open'] === undefined) return;
  const focused = focusIn(host);
  setPopover(host, false);
  setPopover(host, true);
  if (focused !== null && focusIn(host) !== focused) focused.focus({ preventScroll: true });
}

function focusIn(host: HTMLElement): HTMLElement | null {
  const active = deepActiveElement(host.ownerDocument);
  return containsDeep(host, active) ? active : null;
}

/** The open popover that a press outside of it closes: the one with the focus in it, else the last of the page. */
function openMenu(document: Document): HTMLElement | null {
  const isMenu = (element: Element): boolean =>
    (element as HTMLElement).popover !== 'manual' && element.matches(':popover-open');
  for (let node: Node | null = deepActiveElement(document); node !== null; node = deepParent(node))
    if (node.nodeType === 1 && isMenu(node as Element)) return node as HTMLElement;
  let last: HTMLElement | null = null;
  someDeep(document, '[popover]', (element) => {
    if (isMenu(element)) last = element;
    return false;
  });
  return last;
}

/** Taken for visible where it cannot be told: where components are tested without a browser. */
function isVisible(element: HTMLElement): boolean {
  return (element as Partial<HTMLElement>).checkVisibility?.() ?? true;
}
