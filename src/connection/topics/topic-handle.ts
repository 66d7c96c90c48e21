import type { DxMessage } from '../../data/message.js';
import type { Connection } from '../connection.js';
import type { ConnectionState, ConnectionStatus } from '../connection-state.js';
import type { TopicOptions } from './topic.js';

/** A lease on a topic, with its own listeners. */
export interface TopicHandle {
  /** That of the connection; where that is live: `live`, or `unauthorised` where this page may not listen to the topic. */
  readonly state: ConnectionState;
  /** Why it is in that state, for people who debug; empty where there is nothing to say. */
  readonly reason: string;
  /** Listens to one event name; returns the way to stop. */
  on(eventName: string, listener: (message: DxMessage) => void): () => void;
  /** Listens to every event of the topic. */
  onAny(listener: (message: DxMessage) => void): () => void;
  onStatusChange(listener: (status: ConnectionStatus) => void): () => void;
  /** Ends the lease and all listeners of this handle. */
  close: () => void;
}

/** Takes a lease on a topic of a connection that is held otherwise. */
export function openTopic(connection: Connection, name: string, options: TopicOptions): TopicHandle {
  const [topic, release] = connection.topics.acquire(name, options);
  const undo: (() => void)[] = [release];
  let isClosed = false;
  const keep = (stop: () => void): (() => void) => {
    undo.push(stop);
    return stop;
  };
  const status = (): ConnectionStatus => {
    if (isClosed) return { state: 'closed', reason: '' };
    return connection.status.state === 'live' ? topic.status.value : connection.status.value;
  };
  return {
    get state() {
      return status().state;
    },
    get reason() {
      return status().reason;
    },
    on: (eventName, listener) => keep(topic.messages.add(eventName, listener)),
    onAny: (listener) => keep(topic.messages.addToAny(listener)),
    onStatusChange: (listener) => {
      const notify = (): void => listener(status());
      const stops = [topic.status.listen(notify), connection.status.listen(notify)];
      return keep(() => stops.forEach((stop) => stop()));
    },
    close: () => {
      isClosed = true;
      for (const stop of undo.splice(0)) stop();
    },
  };
}
