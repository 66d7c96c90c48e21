import { z } from 'zod';
import { ALERT_DELIVERIES, isMuted } from '../../protocol/preferences.js';
import { EVERYBODY, eventNameProblem } from '../../protocol.js';
import { userIdProblem } from '../channels.js';
import {
  ConfigurationError,
  type DataHandler,
  type EventHandler,
  type GatewayConfiguration,
} from './configuration.js';
import { keyDigest, keyProblem } from '../key-ring.js';
import { originProblem } from '../origins.js';
import { parsePasswordHash } from '../passwords.js';
import { readRedisAddress } from '../redis/redis-address.js';
import { topicProblem } from '../topics/topic-name.js';
import type { TopicCheck } from '../topics/topic-rules.js';
import { isKeyPair } from '../web-push/vapid-keys.js';
import { contactProblem } from '../web-push/contact.js';
import { firstValidationMessage } from '../validation-message.js';

const id = z.string().min(1).max(256);
const count = z.int().min(1);
const rate = z.number().min(0.1);
/** Up to 20 days: what timers can count. */
const seconds = z.number().min(0.1).max(1_728_000);
const A_DAY = 24 * 60 * 60;
const key = z.string().superRefine((value, context) => {
  const problem = keyProblem(value);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

const userId = z.string().superRefine((value, context) => {
  const problem = value === EVERYBODY ? 'must not be "*", which means everybody' : userIdProblem(value);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

const user = z
  .strictObject({
    id: userId,
    password: z.string().min(1).optional(),
    passwordHash: z.string().optional(),
    role: z.string().default('user'),
  })
  .refine((value) => (value.password === undefined) !== (value.passwordHash === undefined), {
    error: 'must have either a password or a passwordHash',
  })
  .refine((value) => value.passwordHash === undefined || parsePasswordHash(value.passwordHash) !== null, {
    path: ['passwordHash'],
    error: 'must look like scrypt:<salt base64>:<hash base64>, with a hash of 32 bytes',
  });

const origin = z
  .string()
  .superRefine((value, context) => {
    const problem = originProblem(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  })
  .transform((value) => value.toLowerCase());

const allowedOrigins = z.preprocess(
  (value) => (value === '*' ? value : Array.isArray(value) ? value : undefined),
  z.union([z.literal('*'), z.array(origin)], { error: 'must be "*" or a list of origins' }),
);

const handler = <Handler>() =>
  z.custom<Handler>((value) => typeof value === 'function', 'must be a function');

const eventName = z.string().superRefine((value, context) => {
  const problem = eventNameProblem(value);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

const scenarios = z.strictObject({
  events: z.record(eventName, handler<EventHandler>()).default({}),
  data: z.record(z.string(), handler<DataHandler>()).default({}),
});

const retention = z.strictObject({
  maxMessages: count.default(1000),
  maxBytes: count.default(1_000_000),
  maxTotalBytes: count.default(64_000_000),
  maxAge: seconds.default(300),
});

const label = z.string().trim().min(1).max(200);
const category = z
  .strictObject({
    id: label,
    label: z.union([label, z.record(z.string().min(2).max(35), label)]).optional(),
    critical: z.boolean().optional(),
    delivery: z.enum(ALERT_DELIVERIES).optional(),
  })
  .refine(({ critical, delivery }) => critical !== true || delivery === undefined || !isMuted(delivery), {
    path: ['delivery'],
    error: 'must be "push" or "toast" where the category is critical',
  });
const categories = z
  .array(category)
  .max(100)
  .default([])
  .refine((named) => new Set(named.map((one) => one.id)).size === named.length, {
    error: 'must have different ids',
  });

const inbox = z.strictObject({
  events: z.array(eventName).min(1),
  categories,
  maxMessages: count.max(5_000).default(500),
  maxAge: z
    .number()
    .min(1)
    .max(365 * 24 * 60 * 60)
    .default(30 * 24 * 60 * 60),
});

const webPush = z
  .strictObject({
    contact: z.string().superRefine((value, context) => {
      const problem = contactProblem(value);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
    publicKey: z.string().optional(),
    privateKey: z.string().optional(),
    pushHosts: z
      .array(z.string().regex(/^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i, 'must be a host name'))
      .default([]),
    maxAge: z
      .number()
      .min(60)
      .max(365 * 24 * 60 * 60)
      .default(30 * 24 * 60 * 60),
    sessionGrace: z
      .number()
      .min(0)
      .max(365 * 24 * 60 * 60)
      .default(0),
  })
  .refine(
    ({ publicKey, privateKey }) =>
      (publicKey === undefined && privateKey === undefined) ||
      isKeyPair({ publicKey: publicKey ?? '', privateKey: privateKey ?? '' }),
    { path: ['publicKey'], error: 'must be the key that belongs to "privateKey", both in base64url' },
  );

const address = z
  .string()
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: 'must be a URL such as "https://site.example/path"',
  });

const tokens = z.strictObject({
  jwks: address,
  issuer: z.string().min(1),
  audience: z.string().min(1),
  algorithms: z
    .array(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']))
    .min(1)
    .default(['RS256', 'ES256', 'EdDSA']),
  userClaim: z.string().min(1).default('sub'),
  roleClaim: z.string().min(1).default('role'),
});

const topicRule = z.union(
  [z.enum(['anyone', 'signed-in', 'signed']), z.strictObject({ check: address }), handler<TopicCheck>()],
  { error: 'must be "anyone", "signed-in", "signed", a function or { check: URL }' },
);
const topics = z.record(
  z.string().refine((pattern) => topicProblem(pattern.replaceAll('*', 'x')) === null, {
    error: 'must be the name of a topic, in which "*" stands for one or more characters',
  }),
  topicRule,
);

const check = z.strictObject({ url: address, cache: seconds.max(300).default(10) });

const app = z.strictObject({
  id,
  pushKeys: z.array(key),
  adminKey: key.optional(),
  anonymous: z.boolean().default(false),
  allowedOrigins: allowedOrigins.optional(),
  users: z.array(user).default([]),
  tokens: tokens.optional(),
  check: check.optional(),
  topics: topics.default({}),
  topicSecret: z.string().min(16).optional(),
  refreshesPerSecond: rate.optional(),
  sessionLifetime: z
    .number()
    .min(0.1)
    .max(10 * 365 * 24 * 60 * 60)
    .default(30 * 24 * 60 * 60),
  log: retention.prefault({}),
  inbox: inbox.optional(),
  webPush: webPush.optional(),
  scenarios: scenarios.prefault({}),
});

const limits = z.strictObject({
  maxMessageBytes: count.default(100_000),
  maxPushBytes: count.default(1_000_000),
  maxQueueBytes: count.default(1_000_000),
  connectionsPerApp: count.default(10_000),
  connectionsPerAddress: count.optional(),
  pushesPerSecond: rate.optional(),
  scheduledPushes: count.default(10_000).meta({
    description: 'Pushes of one app that wait for their time, digests among them, on all nodes together.',
  }),
  scheduledBytes: count.default(100_000_000),
  scheduleSeconds: z
    .number()
    .min(1)
    .max(365 * A_DAY)
    .default(30 * A_DAY)
    .meta({ description: 'How far ahead a push may be scheduled, in seconds.' }),
  loginsPerMinute: count.default(20),
  topicsPerConnection: count.default(2_000),
  topicsPerPerson: count.default(10_000),
  eventsPerSecond: rate.default(50),
  callsPerSecond: rate
    .default(50)
    .meta({ description: 'Data calls per address; twice as many may come at once.' }),
  unknownSessionsPerMinute: count.default(60).meta({
    description: 'Sessions that do not exist, per address, that a platform is asked for.',
  }),
  wrongKeysPerMinute: count.default(60).meta({
    description:
      'Wrong keys per address and node; then only keys that were right there before are looked at.',
  }),
  handshakesPerSecond: rate.default(100).meta({
    description:
      'New connections per address and node; as many as the address may have connections may come at once.',
  }),
  scenarioSeconds: seconds.default(30).meta({ description: 'How long a scenario may take.' }),
});

const shortly = z.number().min(0).max(600);

const shutdown = z.strictObject({
  delay: shortly.default(0).meta({ description: 'Seconds for which only `/readyz` says that it stops.' }),
  requests: shortly.default(5).meta({ description: 'Seconds that what is being answered may still take.' }),
  clients: shortly.default(5).meta({ description: 'Seconds over which clients are sent away, at most.' }),
});

const schema = z.strictObject({
  apps: z.array(app).min(1),
  host: z.string().default('127.0.0.1'),
  logLevel: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('warn'),
  metricsKey: key.optional(),
  proxies: z.int().min(0).optional(),
  redis: z
    .string()
    .refine((value) => readRedisAddress(value) !== null, {
      error:
        'must be a URL such as "redis://127.0.0.1:6379", "redis+sentinel://HOST,HOST/NAME" or "redis+cluster://HOST,HOST"',
    })
    .optional(),
  data: z.string().min(1).default('memory'),
  personSecret: z
    .string()
    .min(16)
    .optional()
    .meta({ description: 'Secret from which the ids come that tell pages who a session belongs to.' }),
  position: seconds.default(30),
  heartbeat: z.strictObject({ interval: seconds.default(25), timeout: seconds.default(20) }).prefault({}),
  limits: limits.prefault({}),
  shutdown: shutdown.prefault({}),
});

/** The configuration as JSON Schema, with the defaults: for editors of JSON files. Functions and secrets are any value. */
export const configurationJsonSchema = (): z.core.JSONSchema.BaseSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** A configuration with every default filled in. */
export type Settings = z.output<typeof schema>;
export type AppSettings = Settings['apps'][number];
/** How much of the past a log keeps: see `LogConfiguration`. */
export type Retention = AppSettings['log'];

/** Which alerts are kept for people: see `InboxConfiguration`. */
export type InboxSettings = NonNullable<AppSettings['inbox']>;

/**
 * Checks a configuration and fills in the defaults.
 *
 * @throws ConfigurationError
 */
export function settingsOf(configuration: GatewayConfiguration): Settings {
  const result = schema.safeParse(configuration);
  if (!result.success) {
    throw new ConfigurationError(
      firstValidationMessage(result.error, configuration, 'The configuration').sentence,
    );
  }
  if (result.data.redis !== undefined && result.data.data !== 'memory') {
    throw new ConfigurationError(
      'The configuration has both "redis" and "data"; a gateway keeps things in one of them.',
    );
  }
  refuseRepeats(
    result.data.apps.map((entry) => entry.id),
    'app ids',
  );
  refuseRepeats(
    result.data.apps.flatMap(({ pushKeys }) => pushKeys.map(keyDigest)),
    'push keys',
  );
  refuseRepeats(
    result.data.apps.flatMap(({ pushKeys, adminKey = [] }) => [pushKeys, adminKey].flat().map(keyDigest)),
    'push keys and admin keys',
  );
  for (const entry of result.data.apps) {
    if (entry.webPush !== undefined && entry.inbox === undefined) {
      throw new ConfigurationError(
        `The app "${entry.id}" has "webPush" and no "inbox", which names the events for which people are called.`,
      );
    }
    if (entry.topicSecret === undefined && Object.values(entry.topics).includes('signed')) {
      throw new ConfigurationError(
        `The app "${entry.id}" has a "signed" topic and no "topicSecret", with which its back end makes tokens.`,
      );
    }
    refuseRepeats(
      entry.users.map((one) => one.id),
      `user ids of app "${entry.id}"`,
    );
  }
  return result.data;
}

function refuseRepeats(values: string[], what: string): void {
  if (new Set(values).size < values.length) {
    throw new ConfigurationError(`The ${what} must be different from each other.`);
  }
}
