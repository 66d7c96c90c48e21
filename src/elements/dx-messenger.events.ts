import type { ChatMessage } from '../messenger/chat-message.js';

/** `detail` of `dx-messenger-send`. */
export interface MessengerSendDetail {
  /** The id that the message carries. */
  id: string;
  text: string;
}

/** `detail` of `dx-messenger-message`. */
export interface MessengerMessageDetail {
  message: ChatMessage;
  /** The person wrote it, here or elsewhere. */
  isOwn: boolean;
}
