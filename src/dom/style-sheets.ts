/** Sheets are the same for all elements of a kind; a page may have a thousand. */
const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/**
 * Gives a shadow root a style sheet that a strict content security policy allows. The sheet is made by the page
 * that the root lies in: adopting the sheet of another document throws.
 */
export function adoptStyles(root: ShadowRoot, styles: string): void {
  const document = root.ownerDocument;
  const view = document.defaultView;
  if (view === null) return;
  const ofPage = sheets.get(document) ?? new Map<string, CSSStyleSheet>();
  sheets.set(document, ofPage);
  const sheet = ofPage.get(styles) ?? new view.CSSStyleSheet();
  if (!ofPage.has(styles)) sheet.replaceSync(styles);
  ofPage.set(styles, sheet);
  root.adoptedStyleSheets = [sheet];
}
