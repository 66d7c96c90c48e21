import type { AlertCategory } from '../protocol/preferences.js';
import { Accounts } from './accounts.js';
import type { AppSettings, Retention, Settings } from './config/schema.js';
import type { DataHandler, EventHandler } from './config/configuration.js';
import { Inbox } from './inbox/inbox.js';
import type { InboxStore } from './inbox/inbox-store.js';
import { MemoryInbox } from './inbox/memory-inbox.js';
import { LISTING_LIFE, LISTINGS_AS_ALERTS, TopicListings } from './inbox/topic-listings.js';
import { MemoryLog } from './log/memory-log.js';
import type { MessageLog } from './log/message-log.js';
import { MemoryPreferences } from './preferences/memory-preferences.js';
import type { PreferenceStore } from './preferences/preference-store.js';
import { Preferences } from './preferences/preferences.js';
import { MemorySessionStore } from './sessions/memory-sessions.js';
import { PlatformSessions } from './sessions/platform-sessions.js';
import { Sessions } from './sessions/sessions.js';
import type { SessionSource } from './sessions/session-source.js';
import type { SessionStore } from './sessions/session-store.js';
import { MemoryRights, REVOCATION_LIFE, type RightLives, type RightStore } from './topics/right-store.js';
import { MemoryPushStore } from './web-push/memory-push-store.js';
import type { PushStore } from './web-push/push-store.js';
import { TopicRights } from './topics/topic-rights.js';
import { TokenSessions } from './sessions/token-sessions.js';

/** One app at work. Everything in it is its own, so that no app can reach another's. */
export interface App {
  id: string;
  settings: AppSettings;
  accounts: Accounts;
  sessions: Sessions;
  log: MessageLog;
  /** Who may listen to which topic. */
  rights: TopicRights;
  /** Null where the app keeps no alerts. */
  inbox: Inbox | null;
  /** What people want of the alerts of each category; null where the app keeps no alerts. */
  preferences: Preferences | null;
  /** Which browsers are called while no page is open; null where none is. */
  subscriptions: PushStore | null;
  events: ReadonlyMap<string, EventHandler>;
  data: ReadonlyMap<string, DataHandler>;
}

/** By id. */
export type Apps = ReadonlyMap<string, App>;

/** Where an app keeps what outlives a request. */
export interface Stores {
  /** Default: in memory. */
  createLog?: (appId: string, retention: Retention) => MessageLog;
  /** Default: in memory. */
  createInbox?: (appId: string, maxMessages: number) => InboxStore;
  /** Default: in memory. */
  createPreferences?: (appId: string) => PreferenceStore;
  /** Default: in memory. */
  createPushStore?: (appId: string) => PushStore;
  /** Default: in memory. */
  createSessions?: (appId: string) => SessionStore;
  /**
   * Default: in memory.
   */
  createRights?: (appId: string, lives: RightLives) => RightStore;
}

export function createApps(settings: Settings, stores: Stores): Apps {
  return new Map(settings.apps.map((app) => [app.id, createApp(app, stores)]));
}

function createApp(settings: AppSettings, stores: Stores): App {
  const { id, scenarios } = settings;
  const store = stores.createSessions?.(id) ?? new MemorySessionStore();
  const lives = livesOf(settings);
  const rightStore = stores.createRights?.(id, lives) ?? new MemoryRights(lives);
  const app: App = {
    id,
    settings,
    accounts: new Accounts(settings.users),
    sessions: new Sessions(store, sourcesOf(settings), (userId) => app.accounts.versionOf(userId)),
    log: stores.createLog?.(id, settings.log) ?? new MemoryLog(settings.log),
    rights: new TopicRights(
      ...([id, () => app.settings, rightStore] as const),
      async (...listing) => (await app.inbox?.listings.has(...listing)) ?? false,
    ),
    inbox: inboxOf(settings, stores),
    preferences: settings.inbox === undefined ? null : preferencesOf(id, () => app, stores),
    subscriptions: settings.webPush ? (stores.createPushStore?.(id) ?? new MemoryPushStore()) : null,
    events: new Map(Object.entries(scenarios.events)),
    data: new Map(Object.entries(scenarios.data)),
  };
  return app;
}

/** Of rights it is remembered for as long as there are messages of which they decide. */
function livesOf({ log, inbox }: AppSettings): RightLives {
  return {
    grantLife: Math.max(60, log.maxAge) * 1000,
    // Who listed a topic before its right was taken back is not taken for one who has had it ever since.
    remembers: (inbox === undefined ? 0 : LISTING_LIFE) + REVOCATION_LIFE,
  };
}

function preferencesOf(id: string, app: () => App, { createPreferences }: Stores): Preferences {
  const named = (): AlertCategory[] => (app().settings.inbox?.categories ?? []) as AlertCategory[];
  return new Preferences(createPreferences?.(id) ?? new MemoryPreferences(), named);
}

function inboxOf({ id, inbox }: AppSettings, { createInbox }: Stores): Inbox | null {
  if (inbox === undefined) return null;
  const storeFor = (most: number): InboxStore => createInbox?.(id, most) ?? new MemoryInbox(most);
  const listings = new TopicListings(storeFor(LISTINGS_AS_ALERTS));
  return new Inbox(storeFor(inbox.maxMessages), listings, inbox);
}

function sourcesOf({ id, tokens, check }: AppSettings): SessionSource[] {
  const sources: SessionSource[] = [];
  if (tokens) sources.push(new TokenSessions(tokens));
  if (check) sources.push(new PlatformSessions(id, check));
  return sources;
}
