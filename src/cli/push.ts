import { text as readAll } from 'node:stream/consumers';
import { CommandError } from './command-error.js';
import { defineCommand } from './command.js';
import { readSecret, readUrl } from './secret.js';

/** After so many milliseconds without an answer it says that it waits. */
const PATIENCE = 1_000;

/** `dx-realtime push`: what the step "Send PUSH-message" does, from the shell. */
export const push = defineCommand({
  usage: 'push USER EVENT [MESSAGE] | push --topic TOPIC EVENT [MESSAGE]',
  description: `Sends a message to a user, or to who listens to a topic.

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
  },
  notes: `The key itself may stand in the environment variable DX_PUSH_KEY.

Example: dx-realtime push anna alert '{ "title": "Order 7 has left", "variant": "success" }' --json`,
  async run({ options, operands, environment }) {
    const { json, url, id, ttl, topic, at, delay, 'key-file': keyFile } = options;
    const [to, eventName, message, ...rest] = topic === undefined ? operands : [topic, ...operands];
    if (to === undefined || eventName === undefined || rest.length > 0) {
      const needed = topic === undefined ? 'USER and EVENT are needed' : 'EVENT is needed';
      throw new CommandError(`${needed}, and at most one MESSAGE (in quotes); see --help.`);
    }
    const gateway = readUrl(url);
    const key = await readSecret(environment['DX_PUSH_KEY'], keyFile);
    if (key === undefined) {
      throw new CommandError('The push key is missing: set DX_PUSH_KEY, or name a file with --key-file.');
    }
    const body = {
      ...(topic === undefined ? { userID: to } : { topic }),
      ...{ eventName, ...(await readMessage(message, json)) },
      ...(id !== undefined && { id }),
      ...(ttl !== undefined && { ttl: Number(ttl) }),
      ...(at !== undefined && { at }),
      ...(delay !== undefined && { delay: Number(delay) }),
    };
    process.stdout.write(`${await send(new URL('/push', gateway), key, to, body)}\n`);
  },
});

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
}

async function send(url: URL, key: string, to: string, body: object): Promise<string> {
  const waiting = setTimeout(() => process.stderr.write(`Waiting for ${url.origin} …\n`), PATIENCE);
  const response = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
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
  if (response.status === 202) return successText(to, answer);
  const sentence = answer.error ?? 'What answers there is no gateway.';
  throw new CommandError(`Not pushed (${response.status}). ${sentence}`);
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

function successText(to: string, { id, connected = 0, at }: Answer): string {
  const who = to === '*' ? 'everybody' : to;
  if (at !== undefined) return `Is pushed to ${who} at ${new Date(at).toISOString()}. Its id is ${id}.`;
  const heard = `${connected} ${connected === 1 ? 'connection is' : 'connections are'} open now`;
  return `Pushed to ${who}; ${heard}. Its id is ${id}.`;
}
