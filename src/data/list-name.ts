import type { DxMessage } from './message.js';

/** Between topic and event: a topic has no such character. */
const BETWEEN = '\u001f';
const TOPIC_CHANNEL = 't:';

/** The name of the list on which alerts of an event stand: what is pushed to a topic is apart from all others. */
export function listName(topic: string | null, eventName: string): string {
  return topic === null ? eventName : topic + BETWEEN + eventName;
}

/** The name of the list of a message. */
export function listNameOf({ eventName, meta }: Pick<DxMessage, 'eventName' | 'meta'>): string {
  const channel = meta?.channel ?? '';
  return listName(channel.startsWith(TOPIC_CHANNEL) ? channel.slice(TOPIC_CHANNEL.length) : null, eventName);
}

/** Whether a list is among those that are asked for. @param wanted names of lists; the event `*` = any */
export function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.includes(name) || wanted.includes(`${name.slice(0, name.lastIndexOf(BETWEEN) + 1)}*`);
}
