/**
 * Gives an element that draws nothing a small labelled box on a builder's canvas, where it could not be
 * selected otherwise. In live pages the box and its style are gone.
 *
 * @param host its shadow root is made when first needed
 * @param label null = no box
 */
export function renderPlaceholder(host: HTMLElement, label: string | null): void {
  if (label === null) {
    host.shadowRoot?.replaceChildren();
    return;
  }
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const { ownerDocument: document } = host;
  const style = document.createElement('style');
  // Made by the element's own document: adopted style sheets throw where an editor moves the element to a frame.
  style.textContent = STYLE;
  const box = document.createElement('span');
  box.setAttribute('part', 'placeholder');
  box.textContent = label;
  root.replaceChildren(style, box);
}

/**
 * The style of an element that draws nothing, but may have something inside: it takes no place, neither in a grid nor
 * between the items of a flexible box.
 */
export const NO_BOX = ':host{display:contents}';

/** As {@link renderPlaceholder}, for an element that may have something inside; without a box that is shown. */
export function renderPlaceholderOrContent(host: HTMLElement, label: string | null): void {
  renderPlaceholder(host, label);
  if (label === null) host.shadowRoot!.append(host.ownerDocument.createElement('slot'));
}

const STYLE = `:host{display:inline-block!important;inline-size:max-content!important;block-size:auto!important}
span{display:inline-flex;white-space:nowrap;align-items:center;min-block-size:24px;padding-inline:8px;border:1px dashed;border-radius:6px;
font:12px/1.4 system-ui,sans-serif;color:#4b4f63;background:#f3f4fa;cursor:default}`;
