import { randomBytes } from 'node:crypto';

/** A name for a log that begins anew. In one piece: a UUID of Node is made of 15, which a gateway with many channels would keep. */
export const newEpoch = (): string => randomBytes(16).toString('hex');
