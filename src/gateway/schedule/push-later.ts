import { randomUUID } from 'node:crypto';
import type { App } from '../apps.js';
import {
  fingerprint,
  type CheckedPush,
  type DigestPlacement,
  type DigestRequest,
  type LaterPushResult,
  type PushRequest,
} from '../push-request.js';
import { Refusal } from '../refusal.js';
import type { Scheduler } from './scheduler.js';

type LaterPush = CheckedPush & { id: string; isMadeId: boolean };

/**
 * Takes a push that is sent later.
 *
 * @throws Refusal as {@link Scheduler.add}, and 409 where the id stands for another push or for one that was cancelled
 */
export async function pushLater(scheduler: Scheduler, app: App, push: LaterPush): Promise<LaterPushResult> {
  const timing = push.timing!;
  if ('digest' in timing) return joinDigests(scheduler, app, push, timing.digest);
  const { id } = push;
  const request = JSON.stringify(requestOf(push));
  const print = fingerprint([request, timing]);
  const at = 'at' in timing ? timing.at : Date.now() + Math.round(timing.delay * 1000);
  const scheduling = await scheduler.add(
    { app: app.id, id, at, push: request, print, group: null, member: null },
    'at' in timing ? 'at' : 'delay',
  );
  if (scheduling.outcome === 'known') {
    if (scheduling.print !== print) throw otherPush(id);
    if (scheduling.entry.state === 'cancelled')
      throw new Refusal(409, `The push "${id}" was cancelled; another one needs another id.`, 'id');
  }
  return { id, at: scheduling.entry.at };
}

async function joinDigests(
  scheduler: Scheduler,
  app: App,
  push: LaterPush,
  digest: DigestRequest,
): Promise<LaterPushResult> {
  const { id, userID } = push;
  const receivers = Array.isArray(userID) ? [...new Set(userID)] : [userID];
  const digests: DigestPlacement[] = [];
  // One after the other: who repeats a list that failed in the middle by its id is counted once for each.
  for (const receiver of receivers)
    digests.push(await joinDigest(scheduler, app, { ...push, userID: receiver }, digest));
  return { id, digests };
}

async function joinDigest(
  scheduler: Scheduler,
  app: App,
  push: LaterPush,
  digest: DigestRequest,
): Promise<DigestPlacement> {
  const { userID, topic, eventName } = push;
  const print = fingerprint([push.digest, digest]);
  const scheduling = await scheduler.add(
    {
      ...{ app: app.id, id: randomUUID(), print, at: Date.now() + Math.round(digest.window * 1000) },
      push: JSON.stringify({ ...requestOf(push), digest }),
      // Remembered for a while after it is sent, also where the person is erased.
      group: fingerprint([userID ?? null, topic ?? null, eventName, digest.key]),
      member: push.isMadeId ? null : push.id,
    },
    'digest',
  );
  if (scheduling.outcome === 'known' && scheduling.print !== print) throw otherPush(push.id);
  const { id, at, count } = scheduling.entry;
  return { ...(typeof userID === 'string' && { userID }), id, at, count };
}

function otherPush(id: string): Refusal {
  return new Refusal(409, `The id "${id}" stands for another push, which is sent later or was.`, 'id');
}

/** What is needed to send it. */
function requestOf({ userID, topic, eventName, message, ttl, origin, spread }: CheckedPush): PushRequest {
  return { userID, topic, eventName, message, ttl, origin, spread };
}
