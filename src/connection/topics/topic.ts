import type { ChannelPosition } from '../../protocol.js';
import { Status } from '../status.js';
import { Subscriptions } from '../subscriptions.js';

/** Gives a token for a topic; null or undefined = none is needed. */
export type TopicTokenGetter = (
  topic: string,
) => string | null | undefined | Promise<string | null | undefined>;

/** How somebody proves that they may listen to a topic. */
export interface TopicOptions {
  /** Made by the back end. */
  token?: string | null | undefined;
  /** Gives one, and another before it ends; default: `getTopicToken` of `configure()`. */
  getToken?: TopicTokenGetter | undefined;
}

/** What topics need of their connection. */
export interface TopicDelegate {
  getToken: () => TopicTokenGetter | undefined;
  request: (eventName: string, payload: unknown) => Promise<unknown>;
  /** The gateway lets this page listen to channels. */
  joined: (channels: readonly ChannelPosition[]) => void;
  left: (channel: string) => void;
  /** Other tabs may listen to the same over the same socket. */
  isShared: boolean;
}

/** The channel of a topic begins so. */
export const TOPIC_PREFIX = 't:';

/** A topic to which this page listens. */
export class Topic {
  readonly messages = new Subscriptions();
  readonly status = new Status('connecting');
  /** As it was given; null = it is to be asked for. */
  token: string | null = null;
  getToken: TopicTokenGetter | undefined;
  /** What was used, the newest first: a former one proves what may be replayed. */
  used: string[] = [];
  leases = 0;
  /** It was asked for on the present link. */
  isAsked = false;
  /** Refusals in a row after which it is tried again. */
  failures = 0;
  timer: ReturnType<typeof setTimeout> | undefined;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}
