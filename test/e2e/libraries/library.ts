/** A library as pages use it, in a part that is refreshed; `one(selector)` and `all(selector)` find elements in its scripts. */
export interface Library {
  name: string;
  /** Scripts and styles of its packages, in their order. */
  files: readonly string[];
  /** What the server sends, of its first and second version. */
  html: (version: number) => string;
  /** Makes the widget, once the page is loaded. */
  start?: string;
  /** An expression: the widget stands. */
  ready: string;
  /** What a person does by the library's own functions. */
  act?: string;
  /** A person presses here first, and then types. */
  typed?: { into: string; text: string };
  /** An expression: what a person and scripts made of the widget. */
  state: string;
  /** What that is, before the server's second version and after it. */
  expected: (version: number) => unknown;
}
