import type { FastifyBaseLogger } from 'fastify';
import type { AlertDelivery } from '../../protocol/preferences.js';
import type { User } from '../user.js';
import type { TopicRules } from '../topics/topic-rules.js';
import type { PushRequest, PushResult } from '../push-request.js';

/** What a gateway serves and how. Every mistake in it is reported in one sentence that names the field. */
export interface GatewayConfiguration {
  /** At least one; two apps never see each other. */
  apps: AppConfiguration[];
  /** IP address to listen on, or a name, all of whose addresses are listened on. Default `127.0.0.1`. */
  host?: string;
  /** Default `warn`. */
  logLevel?: 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  /** Bearer key for all of `/metrics`; a push key opens the lines of its app. At least 16 characters, or a hash as of push keys. */
  metricsKey?: string;
  /**
   * How many reverse proxies stand in front and add to `X-Forwarded-For`. Default 0, with a warning in the log where that
   * header comes all the same; 0 in the configuration says that it means nothing.
   */
  proxies?: number;
  /**
   * URL of the Redis that several gateways share, such as `redis://127.0.0.1:6379` or `rediss://…` over TLS.
   * Default: none; see `data`.
   */
  redis?: string;
  /**
   * File of a gateway without Redis in which messages, ids of pushes, sessions and what was ended of other sources
   * outlive the process, made where it is not there; `memory` keeps nothing. A push is answered when it is on disk. Default `memory`; the
   * command line has `dx-realtime.db`.
   */
  data?: string;
  /**
   * Secret from which the ids come that tell pages who a session belongs to, at least 16 characters; the same on all
   * nodes. Default: one that Redis keeps, or without Redis one that comes from the ids of the apps.
   */
  personSecret?: string;
  /** Seconds between two `dx:position` packets. Default 30. */
  position?: number;
  /** When a silent client counts as gone. */
  heartbeat?: HeartbeatConfiguration;
  /** What is refused because it is too much. */
  limits?: LimitsConfiguration;
  /** How it stops. */
  shutdown?: ShutdownConfiguration;
}

/** When a silent client counts as gone. */
export interface HeartbeatConfiguration {
  /** Seconds between two questions whether a client is there. Default 25. */
  interval?: number;
  /** Seconds that it may take to answer. Default 20. */
  timeout?: number;
}

/** How a gateway stops. */
export interface ShutdownConfiguration {
  /**
   * Seconds for which `/readyz` says that the gateway stops while everything else goes on, so that a load balancer looks
   * elsewhere first. Default 0.
   */
  delay?: number;
  /** Seconds that requests and scenarios which are under way may still take. Default 5. */
  requests?: number;
  /** Seconds over which clients are sent away at most; a hundred a second may go at any rate. Default 5. */
  clients?: number;
}

/** What is refused because it is too much. */
export interface LimitsConfiguration {
  /** Largest packet from a client and largest request body except that of a push, in bytes. Default 100 000. */
  maxMessageBytes?: number;
  /** Largest push, in bytes. Default 1 000 000. */
  maxPushBytes?: number;
  /** How much may wait for one client that reads too slowly before it is cut off, in bytes. Default 1 000 000. */
  maxQueueBytes?: number;
  /** On all nodes together. Default 10 000. */
  connectionsPerApp?: number;
  /**
   * On all nodes together; an IPv6 address counts with its network (/64). Default: a tenth of what the app may have, at
   * least 50, and no limit for what comes through a proxy that `proxies` does not name.
   */
  connectionsPerAddress?: number;
  /** Per app and node; twice as many may come at once. Default: no limit. */
  pushesPerSecond?: number;
  /** Pushes of one app that wait for their time, digests among them, on all nodes together. Default 10 000. */
  scheduledPushes?: number;
  /** Bytes of all pushes of one app together that wait for their time, on all nodes together. Default 100 000 000. */
  scheduledBytes?: number;
  /** How far ahead a push may be scheduled, in seconds; at most a year. Default 30 days. */
  scheduleSeconds?: number;
  /** Attempts per network address and node; wrong passwords count on all nodes. Default 20. */
  loginsPerMinute?: number;
  /** Topics to which one connection listens at a time. Default 2000. */
  topicsPerConnection?: number;
  /** Topics to which all connections of one person listen at a time, on one node. Default 10 000. */
  topicsPerPerson?: number;
  /** Client events per connection; twice as many may come at once. Default 50. */
  eventsPerSecond?: number;
  /** Data calls over HTTP per address and node; twice as many may come at once. Default 50. */
  callsPerSecond?: number;
  /** Sessions that do not exist, per address and node, for which the platform of `check` is asked. Default 60. */
  unknownSessionsPerMinute?: number;
  /**
   * Wrong keys per address and node. An address that had more is refused for a while; a key that was right there before goes
   * on. Default 60.
   */
  wrongKeysPerMinute?: number;
  /**
   * New connections per address and node, before anybody is admitted; as many as the address may have connections may come
   * at once. Default 100.
   */
  handshakesPerSecond?: number;
  /** Seconds that a scenario may take before its caller is told that it does not answer. Default 30. */
  scenarioSeconds?: number;
}

/** One app: its keys, its users and what it does. */
export interface AppConfiguration {
  /** The `app_id` of pages. */
  id: string;
  /**
   * Whoever has one may push to this app, end its sessions and see its connections. Each has at least 16 characters,
   * or is `sha256:<64 hexadecimal digits>`, the hash of the key.
   */
  pushKeys: string[];
  /**
   * Whoever has it may read, mark and erase what is kept of people: `GET` and `PATCH /inbox/{user}`, `DELETE /users/{user}`. At
   * least 16 characters, or `sha256:<64 hexadecimal digits>`; no push key. Default: nobody may.
   */
  adminKey?: string;
  /** Whether clients without a session may connect; they hear what is pushed to `*`. Default false. */
  anonymous?: boolean;
  /**
   * Origins such as `https://site.example` whose pages may connect beside those of the gateway's own host.
   * `https://*.site.example` stands for all names below a domain, `capacitor://localhost` for pages inside an app, `*` for
   * any page. Default: none; while the gateway serves this machine only, pages of this machine may connect.
   */
  allowedOrigins?: string[] | '*';
  /** Who may sign in with a password. Default: nobody. */
  users?: UserConfiguration[];
  /** JSON Web Tokens that clients may use as `session_id`. */
  tokens?: TokenConfiguration;
  /** A platform whose sessions clients may use. */
  check?: CheckConfiguration;
  /**
   * Who may listen to which topic: rules by pattern, in which `*` stands for one or more characters. The first that fits
   * counts; where none does, nobody may listen. Default: no rules.
   *
   * @example { 'news': 'anyone', 'order:*': 'signed', 'team:*': async ({ user, topic }) => isMember(user, topic) }
   */
  topics?: TopicRules;
  /** Secret with which the back end makes topic tokens, at least 16 characters; for nothing else. See `createTopicToken`. */
  topicSecret?: string;
  /**
   * How many refreshes of pages a second the app's own server bears. A push to `*` then tells its receivers over how long
   * to spread theirs. Default: it tells nothing.
   */
  refreshesPerSecond?: number;
  /** Seconds from login to expiry. Default 30 days. */
  sessionLifetime?: number;
  /** How much of the past is replayed. */
  log?: LogConfiguration;
  /** Alerts that are kept for each person, on all their devices. Default: none; each browser keeps its own. */
  inbox?: InboxConfiguration;
  /**
   * Calls people who have no tab open, through the push services of their browsers. Needs `inbox`, `dx-push.js` at the root of
   * the site, and pages with `<dx-alert-toast desktop="always">`. Default: nobody.
   */
  webPush?: WebPushConfiguration;
  scenarios?: Scenarios;
}

/**
 * Which alerts the gateway keeps for people who are signed in, with what became of them: what is read on one device is
 * read on all, and a browser that was closed lists what came meanwhile.
 *
 * @example { events: ['alert'], maxAge: 2_592_000 }
 */
export interface InboxConfiguration {
  /** Names of the events that are alerts. */
  events: string[];
  /**
   * What alerts can be about: the `category` of a message. Each person chooses in the inbox how alerts of each reach them.
   * Categories that only messages name can be chosen too. At most 100; default: none.
   */
  categories?: CategoryConfiguration[];
  /** Seconds for which an alert without a `ttl` is kept. Default 30 days. */
  maxAge?: number;
  /** How many alerts are kept for one person, and how many for everybody; the oldest go first. Default 500, at most 5000. */
  maxMessages?: number;
}

/**
 * What alerts can be about.
 *
 * @example { id: 'orders', label: { en: 'Orders', de: 'Bestellungen' }, delivery: 'toast' }
 */
export interface CategoryConfiguration {
  /** The `category` of its alerts. */
  id: string;
  /** What people read: one text, or one for each language. Default: the id. */
  label?: string | Record<string, string>;
  /** It cannot be muted: people choose between `push` and `toast` only. Default false. */
  critical?: boolean;
  /**
   * How its alerts reach people who have chosen nothing: `push` (a toast, and a notification of the device where page and
   * person allow it), `toast`, `silent` (in the inbox alone) or `none` (neither shown nor counted). Default `push`.
   */
  delivery?: AlertDelivery;
}

/**
 * How people are called for alerts of the inbox while no tab of the site is open: those who have allowed it, on pages with
 * `<dx-alert-toast desktop="always">`.
 *
 * @example { contact: 'mailto:operator@site.example' }
 */
export interface WebPushConfiguration {
  /**
   * `mailto:` or `https:` address by which push services reach the operator. Apple refuses one whose domain does not exist.
   * Required.
   */
  contact: string;
  /** The public key (VAPID), base64url, with `privateKey`. Default: keys that the gateway makes and keeps. */
  publicKey?: string;
  /** The private key, base64url; secret. */
  privateKey?: string;
  /**
   * Hosts of push services beside those of Chrome, Edge, Firefox and Safari, such as `push.site.example`.
   * A name that leads into a private network is refused; a private address is taken where it stands here itself. Default: none.
   */
  pushHosts?: string[];
  /** Seconds for which a browser that does not come back is called. Default 30 days. */
  maxAge?: number;
  /**
   * Seconds for which a browser is called after its session ran out by itself, for apps with short-lived tokens. A logout
   * or a revocation ends it at once in any case. Default 0.
   */
  sessionGrace?: number;
}

/** Somebody who may log in; either `password` or `passwordHash` is given. */
export interface UserConfiguration {
  /** The user name, and the `userID` of a push. */
  id: string;
  /** In plain text: for demos. */
  password?: string;
  /** `scrypt:<salt base64>:<hash base64>`, Node's scrypt with its default cost, 32 bytes. */
  passwordHash?: string;
  /** Default `user`. */
  role?: string;
}

/** Which JSON Web Tokens prove a user. They must have `exp`; at that time the socket is disconnected. */
export interface TokenConfiguration {
  /** URL of the public keys (JWKS). */
  jwks: string;
  /** The `iss` that a token must have. */
  issuer: string;
  /** The `aud` that a token must have. */
  audience: string;
  /** Default `['RS256', 'ES256', 'EdDSA']`; only algorithms with public keys. */
  algorithms?: string[];
  /** The claim that holds the user id. Default `sub`. */
  userClaim?: string;
  /** The claim that holds the role. Default `role`. */
  roleClaim?: string;
}

/** A platform that says whether a session is valid, as Directual's `GET /good/api/v5/auth/check` does. */
export interface CheckConfiguration {
  /** Asked with `?appID=…&sessionID=…`; answers `{ result: { result, token: { username, role } } }`. */
  url: string;
  /** Seconds for which an answer is kept, at most 300. Default 10. */
  cache?: number;
}

/** How much of the past an app can replay. */
export interface LogConfiguration {
  /** Per channel. Default 1000. */
  maxMessages?: number;
  /** Per channel. Default 1 000 000. */
  maxBytes?: number;
  /** Of all channels together. Default 64 000 000. */
  maxTotalBytes?: number;
  /** Seconds for which a message without `ttl` is kept. Default 300. */
  maxAge?: number;
}

/** What an app does when a page sends an event or asks for data. */
export interface Scenarios {
  /** By event name; what the handler returns is the acknowledgement. */
  events?: Record<string, EventHandler>;
  /** By `structure/method`; the handler returns the rows, or `{ payload, pageInfo }`. */
  data?: Record<string, DataHandler>;
}

/** What a scenario handler is given. */
export interface ScenarioContext<Data> {
  /** Id of the app. */
  app: string;
  /** Who asks, as the session proves; null for anonymous. */
  user: User | null;
  data: Data;
  /** Id of the browser tab that asks; null where it does not say. */
  origin: string | null;
  /**
   * Id of the choice, where a person chose the action of an alert; else null. The gateway runs the handler once for each,
   * and answers with what it returned where the page sends the choice again. A process that is killed while the handler
   * runs cannot know what was done: write the id together with what the handler changes, and look for it first.
   */
  choice: string | null;
  /** Pushes within the app, with the `origin` of who asks unless another is given. Rejects with a `Refusal`. */
  push: (push: PushRequest) => Promise<PushResult>;
  log: FastifyBaseLogger;
}

/** A data call: its query without `appID` and `sessionID`, and its body. */
export interface DataCall {
  query: Record<string, string | string[]>;
  body: unknown;
}

export type EventHandler = (context: ScenarioContext<unknown>) => unknown;
export type DataHandler = (context: ScenarioContext<DataCall>) => unknown;

/** A configuration that cannot be used; the message is one sentence that names the field. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
