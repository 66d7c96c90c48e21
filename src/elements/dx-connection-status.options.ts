import { flag } from './shared/attribute.js';

/** The attributes of the status of a connection. */
export const CONNECTION_STATUS_ATTRIBUTES = { quiet: flag };
