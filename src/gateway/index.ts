/** The gateway: one Node process that pages connect to and that a back end pushes through. */
export { createGateway, type Gateway, type GatewayParts } from './gateway.js';
export { loadConfiguration } from './config/load-configuration.js';
export {
  ConfigurationError,
  type AppConfiguration,
  type CheckConfiguration,
  type DataCall,
  type DataHandler,
  type EventHandler,
  type GatewayConfiguration,
  type LimitsConfiguration,
  type CategoryConfiguration,
  type InboxConfiguration,
  type LogConfiguration,
  type ScenarioContext,
  type Scenarios,
  type TokenConfiguration,
  type WebPushConfiguration,
  type UserConfiguration,
} from './config/configuration.js';
export type {
  DigestPlacement,
  DigestPushResult,
  DigestRequest,
  LaterPushResult,
  ListPushResult,
  Placement,
  PushRequest,
  PushResult,
  ScheduledPushResult,
  SinglePushResult,
} from './push-request.js';
export { Refusal } from './refusal.js';
export type { Appended, MessageLog, NewMessage } from './log/message-log.js';
export type { Session, SessionStore } from './sessions/session-store.js';
export type { User } from './user.js';
export { createTopicToken, type TopicTokenOptions } from './topics/topic-token.js';
export type { TopicCheck, TopicQuestion, TopicRule, TopicRules } from './topics/topic-rules.js';
export type { RevocationListener, RightStore } from './topics/right-store.js';
