/**
 * Gives a shadow root a style sheet that a strict content security policy allows. The sheet is made by the page
 * that the root lies in: adopting the sheet of another document throws.
 */
export function adoptStyles(root: ShadowRoot, styles: string): void {
  const view = root.ownerDocument.defaultView;
  if (view === null) return;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
}
