import { isWanted, listName, listNameOf } from '../../data/list-name.js';
import { parseEventNames, type DxMessage } from '../../data/message.js';
import type { PushHost } from '../web-push/push-wish.js';
import type { AlertRecord } from './record.js';

/** An element that lists or shows alerts. */
export interface InboxReader {
  readonly host: PushHost;
  /**
   * Makes records of the alerts of a message as of those that come live; null where one is not for this page, or is no
   * alert.
   */
  read(message: DxMessage): (AlertRecord | null)[];
  /** Shows what came while the browser was closed. @param message null = several, which the data sums up */
  show?(data: unknown, message: DxMessage | null): void;
}

/** The elements of a page that read a person's inbox. */
export class InboxReaders {
  readonly #readers = new Set<InboxReader>();

  add(reader: InboxReader): void {
    for (const former of this.#readers) if (!former.host.isConnected) this.#readers.delete(former);
    this.#readers.add(reader);
  }

  /** Names of the lists that they read of a topic. @param topic null = of what is for the person */
  names(topic: string | null): string[] {
    const readers = [...this.#readers].filter(({ host }) => host.topic === topic);
    return [...new Set(readers.flatMap(({ host }) => namesOf(host)))];
  }

  /**
   * The alerts of a message, null in the place of each of which those that read such messages make nothing.
   *
   * @returns undefined where none reads such messages
   */
  records(message: DxMessage): (AlertRecord | null)[] | undefined {
    const readings = this.#of(message).map((reader) => reader.read(message));
    return readings[0]?.map((_, index) => readings.map((of) => of[index]).find((record) => record) ?? null);
  }

  /** The element that shows a message; undefined = none does. */
  shower(message: DxMessage): Required<InboxReader> | undefined {
    return this.#of(message).find((reader): reader is Required<InboxReader> => reader.show !== undefined);
  }

  #of(message: DxMessage): InboxReader[] {
    const name = listNameOf(message);
    return [...this.#readers].filter(({ host }) => isWanted(name, namesOf(host)));
  }
}

const namesOf = ({ isConnected, disabled, eventName, topic }: InboxReader['host']): string[] =>
  isConnected && !disabled ? parseEventNames(eventName).map((name) => listName(topic, name)) : [];
