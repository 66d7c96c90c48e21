import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { CommandError } from './command-error.js';
import { readSecret, readUrl } from './secret.js';

const HELP = `Usage: dx-realtime push USER EVENT [MESSAGE] [--url http://localhost:8080] [--key-file FILE]

  USER             id of the user; "*" = everybody (in quotes, or the shell takes it)
  EVENT            name of the event, as in event-name="…"
  MESSAGE          a text; "-" = read it from standard input; default: nothing

  --json           MESSAGE is JSON
  --url URL        address of the gateway                                (or DX_URL)
  --key-file FILE  file with the push key of the app                     (or DX_PUSH_KEY_FILE)
                   The key itself may stand in the environment variable DX_PUSH_KEY.
  --id ID          pushed once, however often it is sent
  --ttl SECONDS    how long the message is kept for whoever is away
  --help           show this text

Example: dx-realtime push anna alert '{ "title": "Order 7 has left", "variant": "success" }' --json
`;

/** After so many milliseconds without an answer it says that it waits. */
const PATIENCE = 1_000;

const OPTIONS = {
  json: { type: 'boolean' },
  url: { type: 'string' },
  'key-file': { type: 'string' },
  id: { type: 'string' },
  ttl: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** `dx-realtime push`: what the step "Send PUSH-message" does, from the shell. */
export async function runPush(given: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { values, positionals } = parseArgs({ args: given, options: OPTIONS, allowPositionals: true });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const [userID, eventName, message, ...rest] = positionals;
  if (userID === undefined || eventName === undefined || rest.length > 0) {
    throw new CommandError('USER and EVENT are needed, and at most one MESSAGE (in quotes); see --help.');
  }
  const url = readUrl(values.url ?? environment.DX_URL ?? 'http://localhost:8080');
  const key = await readSecret(environment.DX_PUSH_KEY, values['key-file'] ?? environment.DX_PUSH_KEY_FILE);
  if (key === undefined) {
    throw new CommandError('The push key is missing: set DX_PUSH_KEY, or name a file with --key-file.');
  }
  const ttl = values.ttl === undefined ? {} : { ttl: Number(values.ttl) };
  const id = values.id === undefined ? {} : { id: values.id };
  const body = { userID, eventName, ...(await readMessage(message, values.json)), ...id, ...ttl };
  process.stdout.write(`${await send(new URL('/push', url), key, body)}\n`);
}

async function readMessage(given: string | undefined, isJson = false): Promise<{ message?: unknown }> {
  if (given === undefined) return {};
  const text = given === '-' ? (await readAll(process.stdin)).replace(/\n$/, '') : given;
  if (!isJson) return { message: text };
  try {
    return { message: JSON.parse(text) as unknown };
  } catch {
    throw new CommandError('MESSAGE is not valid JSON; without --json it is taken as a text.');
  }
}

interface Answer {
  error?: string;
  id?: string;
  connected?: number;
}

async function send(url: URL, key: string, body: { userID: string }): Promise<string> {
  const waiting = setTimeout(() => process.stderr.write(`Waiting for ${url.origin} …\n`), PATIENCE);
  const response = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  })
    .catch(() => {
      throw new CommandError(
        `Nothing answers at ${url.origin}. Does the gateway run? --url names another one.`,
      );
    })
    .finally(() => clearTimeout(waiting));
  const answer = (await response.json().catch(() => ({}))) as Answer;
  if (response.status === 202) return sentenceOf(body.userID, answer);
  const sentence = answer.error ?? 'What answers there is no gateway.';
  throw new CommandError(`Not pushed (${response.status}). ${sentence}`);
}

function sentenceOf(userID: string, { id, connected = 0 }: Answer): string {
  const who = userID === '*' ? 'everybody' : userID;
  const heard = `${connected} ${connected === 1 ? 'connection is' : 'connections are'} open now`;
  return `Pushed to ${who}; ${heard}. Its id is ${id}.`;
}
