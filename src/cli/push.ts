import { text as readAll } from 'node:stream/consumers';
import { CommandError } from './command-error.js';
import { defineCommand } from './command.js';
import { readSecret, readUrl } from './secret.js';

/** After so many milliseconds without an answer it says that it waits. */
const PATIENCE = 1_000;

/** `dx-realtime push`: what the step "Send PUSH-message" does, from the shell. */
export const push = defineCommand({
  usage: 'push USER EVENT [MESSAGE] | push --topic TOPIC EVENT [MESSAGE] | push --cancel ID',
  description: `Sends a message to a user, or to who listens to a topic; or cancels one that waits for its time.

  USER     id of the user; "*" = everybody (in quotes, or the shell takes it)
  EVENT    name of the event, as in event-name="…"
  MESSAGE  a text; "-" = read it from standard input; default: nothing`,
  options: {
    json: { text: 'MESSAGE is JSON' },
    url: {
      value: 'URL',
      text: 'address of the gateway',
      variable: 'DX_URL',
      default: 'http://localhost:8080',
    },
    'key-file': {
      value: 'FILE',
      text: 'file with the push key of the app',
      variable: 'DX_PUSH_KEY_FILE',
    },
    topic: { value: 'TOPIC', text: 'to who listens to this topic, in place of USER' },
    id: { value: 'ID', text: 'pushed once, however often it is sent' },
    ttl: { value: 'SECONDS', text: 'how long the message is kept for those who are away' },
    at: { value: 'TIME', text: 'sent at a time, such as 2026-12-24T18:00:00+01:00' },
    delay: { value: 'SECONDS', text: 'sent after so many seconds' },
    'digest-key': { value: 'KEY', text: 'becomes one message with the others of this key' },
    'digest-window': { value: 'SECONDS', text: 'how long after the first of them that message is sent' },
    'digest-message': { value: 'TEXT', text: 'what it says where they are several; {count} is their number' },
    cancel: { value: 'ID', text: 'pushes nothing: cancels the push with this id, which waits for its time' },
  },
  notes: `The key itself may stand in the environment variable DX_PUSH_KEY.

Example: dx-realtime push anna alert '{ "title": "Order 7 has left", "variant": "success" }' --json`,
  async run({ options, operands, environment }) {
    const { json, url, topic, cancel, 'key-file': keyFile } = options;
    const gateway = readUrl(url);
    const readKey = () => readPushKey(environment['DX_PUSH_KEY'], keyFile);
    if (cancel !== undefined) {
      if (operands.length > 0)
        throw new CommandError('--cancel ID takes neither USER nor EVENT; see --help.');
      process.stdout.write(`${await cancelPush(gateway, cancel, await readKey())}\n`);
      return;
    }
    const [to, eventName, message, ...rest] = topic === undefined ? operands : [topic, ...operands];
    if (to === undefined || eventName === undefined || rest.length > 0) {
      const needed = topic === undefined ? 'USER and EVENT are needed' : 'EVENT is needed';
      throw new CommandError(`${needed}, and at most one MESSAGE (in quotes); see --help.`);
    }
    const key = await readKey();
    const body = {
      ...(topic === undefined ? { userID: to } : { topic }),
      ...{ eventName, ...(await readMessage(message, json)) },
      ...fieldsOf(options),
      ...(await readDigest(options)),
    };
    const answer = await ask({ gateway, path: '/push', method: 'POST', body }, key);
    process.stdout.write(`${successText(to, answer)}\n`);
  },
});

/** @returns what to say of it */
async function cancelPush(gateway: URL, id: string, key: string): Promise<string> {
  const path = `/push/${encodeURIComponent(id)}`;
  const { at } = await ask({ gateway, path, method: 'DELETE' }, key);
  return `The push ${id}, which waited until ${timeOf(at!)}, is cancelled.`;
}

/** What the options say that is neither receiver nor message. */
function fieldsOf(options: Partial<Record<'id' | 'ttl' | 'at' | 'delay', string | undefined>>): object {
  const { id, ttl, at, delay } = options;
  return {
    ...(id !== undefined && { id }),
    ...(ttl !== undefined && { ttl: Number(ttl) }),
    ...(at !== undefined && { at }),
    ...(delay !== undefined && { delay: Number(delay) }),
  };
}

async function readPushKey(given: string | undefined, file: string | undefined): Promise<string> {
  const key = await readSecret(given, file);
  if (key !== undefined) return key;
  throw new CommandError('The push key is missing: set DX_PUSH_KEY, or name a file with --key-file.');
}

interface DigestOptions {
  json: boolean;
  'digest-key': string | undefined;
  'digest-window': string | undefined;
  'digest-message': string | undefined;
}

async function readDigest(options: DigestOptions): Promise<{ digest?: object }> {
  const { json, 'digest-key': key, 'digest-window': window, 'digest-message': message } = options;
  if (key === undefined && window === undefined && message === undefined) return {};
  if (key === undefined || window === undefined)
    throw new CommandError('A digest needs both --digest-key and --digest-window; see --help.');
  return { digest: { key, window: Number(window), ...(await readMessage(message, json)) } };
}

async function readMessage(given: string | undefined, isJson: boolean): Promise<{ message?: unknown }> {
  if (given === undefined) return {};
  const text = given === '-' ? (await readAll(process.stdin)).replace(/\n$/, '') : given;
  if (!isJson) {
    if (isObjectText(text))
      process.stderr.write(
        'The message is sent as a text; with --json it is sent as the object that it stands for.\n',
      );
    return { message: text };
  }
  try {
    return { message: JSON.parse(text) as unknown };
  } catch {
    throw new CommandError('MESSAGE is not valid JSON; without --json it is taken as a text.');
  }
}

/** Whether a text is JSON of an object or a list: who writes that seldom means the text. */
function isObjectText(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

interface Answer {
  error?: string;
  id?: string;
  connected?: number;
  /** When it is sent, where that is later. */
  at?: number;
  /** Those that count it, where it is one of several. */
  digests?: { id: string; at: number; count: number }[];
}

interface Question {
  gateway: URL;
  path: string;
  method: 'POST' | 'DELETE';
  body?: object;
}

/** @throws CommandError where the gateway does not do it */
async function ask({ gateway, path, method, body }: Question, key: string): Promise<Answer> {
  const url = new URL(path, gateway);
  const waiting = setTimeout(() => process.stderr.write(`Waiting for ${url.origin} …\n`), PATIENCE);
  const response = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
  })
    .catch(() => {
      throw new CommandError(
        `Nothing answers at ${url.origin}. Does the gateway run? --url names another one.`,
      );
    })
    .finally(() => clearTimeout(waiting));
  refuseRedirect(url, response);
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (response.status === 202 || (response.status === 200 && answer.id !== undefined)) return answer;
  const sentence = answer.error ?? 'What answers there is no gateway.';
  const what = method === 'POST' ? 'Not pushed' : 'Not cancelled';
  throw new CommandError(`${what} (${response.status}). ${sentence}`);
}

/** Following it would turn the push into a GET, and send the key to an address that nobody named. */
function refuseRedirect(url: URL, { status, headers }: Response): void {
  if (status < 300 || status > 399) return;
  const to = headers.get('location') ?? '';
  const leads = URL.canParse(to, url) ? new URL(to, url).origin : 'another address';
  throw new CommandError(
    `Not pushed (${status}). ${url.origin} leads on to ${leads}: name that one with --url.`,
  );
}

const timeOf = (at: number): string => new Date(at).toISOString();

function successText(to: string, { id, connected = 0, at, digests }: Answer): string {
  const who = to === '*' ? 'everybody' : to;
  const [digest] = digests ?? [];
  if (digest !== undefined)
    return `Is number ${digest.count} of what is pushed to ${who} as one at ${timeOf(digest.at)}. The id of that is ${digest.id}.`;
  if (at !== undefined) return `Is pushed to ${who} at ${timeOf(at)}. Its id is ${id}.`;
  const heard = `${connected} ${connected === 1 ? 'connection is' : 'connections are'} open now`;
  return `Pushed to ${who}; ${heard}. Its id is ${id}.`;
}
