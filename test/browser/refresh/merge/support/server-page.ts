import { trackEdits } from '../../../../../src/refresh/user-edits.js';
import { merge, setBase } from '../../../../../src/refresh/merge/merge.js';
import type { ConflictDetail } from '../../../../../src/refresh/merge/conflict.js';

/** A part of a page as a server sends it, again and again, and what scripts and a person make of it. */
export class ServerPage {
  readonly box = document.createElement('div');
  readonly conflicts: ConflictDetail[] = [];

  constructor() {
    trackEdits(document);
    document.body.append(this.box);
    this.box.addEventListener('dx-conflict', (event) => this.conflicts.push(event.detail));
  }

  /** The server's first version. */
  show(markup: string): HTMLElement {
    this.box.innerHTML = `<div id="target">${markup}</div>`;
    setBase(this.target, parse(markup));
    return this.target;
  }

  /** The server's next version. @param name of the element that holds it */
  receive(markup: string, name = 'div'): void {
    merge(this.target, parse(markup, name));
  }

  get target(): HTMLElement {
    return this.box.firstElementChild as HTMLElement;
  }

  find(selector: string): HTMLElement {
    return this.box.querySelector<HTMLElement>(selector)!;
  }

  field(name: string): HTMLInputElement {
    return this.box.querySelector(`[name="${name}"]`)!;
  }

  close(): void {
    this.box.remove();
  }
}

function parse(markup: string, name = 'div'): Element {
  const page = new DOMParser().parseFromString(`<${name} id="target">${markup}</${name}>`, 'text/html');
  return page.body.firstElementChild!;
}
