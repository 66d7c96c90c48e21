import { useCallback, useEffect, useRef, useState } from 'react';
import { connect } from '../page-api.js';
import type { ConnectionStatus } from '../connection/connection-state.js';
import { subscribeTo } from '../connection/status.js';
import type { ConnectionHandle } from '../connection/connection-registry.js';
import type { DxMessage } from '../data/message.js';

/** Hooks over the page's one connection: each takes a lease while its component is mounted. */

/** What {@link useEvent} listens to beside a name. */
export interface EventOptions {
  /** Topic, such as `order:42`. Default: what goes to the person and to everybody. */
  topic?: string;
  /** Proof of the right to listen to it, made by the back end. Default: `getTopicToken` of `configure()`. */
  token?: string;
}

/** What {@link useConnection} gives. */
export interface ReactConnection extends ConnectionStatus {
  /**
   * Sends an event to the back end and gives its acknowledgement.
   *
   * @throws Error where the component is not mounted, nothing answers within 10 s or the person changes
   */
  emit: (eventName: string, data?: unknown) => Promise<unknown>;
}

/**
 * The state of the connection.
 *
 * @example const { state, emit } = useConnection();
 */
export function useConnection(): ReactConnection {
  const [status, setStatus] = useState<ConnectionStatus>({ state: 'idle', reason: '' });
  const handle = useRef<ConnectionHandle | null>(null);
  useLease((lease) => {
    handle.current = lease;
    subscribeTo(lease, setStatus);
    return () => {
      handle.current = null;
    };
  }, '');
  const emit = useCallback(async (eventName: string, data?: unknown): Promise<unknown> => {
    if (handle.current === null) throw new Error('The component is not mounted: nothing can be sent.');
    return handle.current.emit(eventName, data);
  }, []);
  return { ...status, emit };
}

/**
 * Calls a function for each event of a name.
 *
 * @param eventName `*` = any
 * @param listener may be another one at every rendering
 * @param options of a topic: only what is pushed to it is heard
 * @example useEvent('orders-changed', () => refetch());
 */
export function useEvent(
  eventName: string,
  listener: (message: DxMessage) => void,
  { topic, token }: EventOptions = {},
): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useLease(
    (lease) => {
      const hear = (message: DxMessage): void => latest.current(message);
      const source = topic === undefined ? lease : lease.topic(topic, { token });
      if (eventName === '*') source.onAny(hear);
      else source.on(eventName, hear);
      return undefined;
    },
    JSON.stringify([eventName, topic, token]),
  );
}

/**
 * The messages of an event since the component was mounted, oldest first. Another person starts with none.
 *
 * @param eventName `*` = any
 * @param limit how many are kept. Default 100
 */
export function useMessages(eventName: string, limit = 100): readonly DxMessage[] {
  const [messages, setMessages] = useState<readonly DxMessage[]>([]);
  useEvent(eventName, (message) => setMessages((former) => [...former, message].slice(-limit)));
  useLease((lease) => lease.onSessionChange(() => setMessages([])), '');
  return messages;
}

/**
 * StrictMode mounts twice: closing the handle ends all that was begun with it.
 *
 * @param begin returns what is to be done at the end beside that, if anything
 */
function useLease(begin: (lease: ConnectionHandle) => (() => void) | undefined, key: string): void {
  const latest = useRef(begin);
  useEffect(() => {
    latest.current = begin;
  });
  useEffect(() => {
    const lease = connect();
    const end = latest.current(lease);
    return () => {
      end?.();
      lease.close();
    };
  }, [key]);
}
