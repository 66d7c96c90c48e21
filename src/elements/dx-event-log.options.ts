import { eventNames, flag } from './shared/attribute.js';

/** The attributes of an event log. */
export const EVENT_LOG_ATTRIBUTES = { eventName: eventNames('*'), docked: flag, disabled: flag };
