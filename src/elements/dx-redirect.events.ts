import type { DxMessage } from '../data/message.js';

/** `detail` of `dx-redirect`. */
export interface RedirectDetail {
  /** Absolute address that the page is about to go to; null = back, to the page before this one in the history. */
  href: string | null;
  /** The message that asks for it. */
  message: DxMessage;
}
