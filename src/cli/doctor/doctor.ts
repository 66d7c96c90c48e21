import { CommandError } from '../command-error.js';
import { defineCommand } from '../command.js';
import { readSecret, readUrl } from '../secret.js';
import { loadPage, PAGE_CHECKS } from './examine-page.js';
import type { Finding, Patient } from './finding.js';
import * as http from './http-checks.js';
import { targetOf } from './page-checks.js';
import { checkAdmission, checkRoundTrip, checkTransport } from './socket-checks.js';
import { checkTopic } from './topic-check.js';

type Check = readonly [name: string, check: () => Promise<Finding>];

const CHECKS: readonly (readonly [name: string, check: (patient: Patient) => Promise<Finding>])[] = [
  ['Health', http.checkHealth],
  ['Readiness', http.checkReadiness],
  ['Version', http.checkVersion],
  ['CORS', http.checkCors],
  ['Session', http.checkSession],
  ['Polling', (patient) => checkTransport(patient, 'polling')],
  ['WebSocket', (patient) => checkTransport(patient, 'websocket')],
  ['Admission', checkAdmission],
  ['Round trip', checkRoundTrip],
  ['Topic', checkTopic],
];

const MARKS = { ok: 'ok     ', wrong: 'WRONG  ', skipped: '–      ' };

/** `dx-realtime doctor`: exit code 1 where something is wrong. */
export const doctor = defineCommand({
  usage: 'doctor URL | doctor --page ADDRESS',
  description:
    'Checks a gateway as a page and a back end see it, or a page with the gateway that it names, and says what is wrong and how to mend it.',
  options: {
    page: {
      value: 'ADDRESS',
      text: 'looks at this page: script, parts, settings, content security policy, and the gateway that it names',
    },
    app: { value: 'ID', text: 'id of the app' },
    origin: {
      value: 'ORIGIN',
      text: 'origin of the pages that connect, such as https://www.example.com, to check CORS',
    },
    'session-file': {
      value: 'FILE',
      text: 'file with the session id of a user, or the id itself in DX_SESSION',
    },
    'key-file': {
      value: 'FILE',
      text: 'file with the push key of the app, or the key itself in DX_PUSH_KEY',
    },
    topic: { value: 'TOPIC', text: 'topic to which a page would listen' },
    'topic-token-file': {
      value: 'FILE',
      text: 'file with a token for the topic, or the token itself in DX_TOPIC_TOKEN',
    },
  },
  notes:
    'With --page secrets are sent to a gateway only where its URL is given, too. With a key it pushes the event "dx-doctor": to the user of the session, without one to everybody of the app.',
  async run({ options, operands, environment }) {
    const [url, ...rest] = operands;
    if ((url === undefined && options.page === undefined) || rest.length > 0)
      throw new CommandError('One URL is needed, of a gateway or after --page of a page; see --help.');
    const told: Told = {
      url: url === undefined ? undefined : readUrl(url),
      appId: options.app,
      origin: options.origin === undefined ? undefined : readUrl(options.origin).origin,
      sessionId: await readSecret(environment['DX_SESSION'], options['session-file']),
      pushKey: await readSecret(environment['DX_PUSH_KEY'], options['key-file']),
      topic: options.topic,
      topicToken: await readSecret(environment['DX_TOPIC_TOKEN'], options['topic-token-file']),
    };
    const tally = { failed: 0, all: 0 };
    if (options.page === undefined) await examineGateway({ ...told, url: told.url! }, tally);
    else await examinePage(readUrl(options.page), told, tally);
    const { failed, all } = tally;
    process.stdout.write(failed === 0 ? '\nNothing is wrong.\n' : `\n${failed} of ${all} checks failed.\n`);
    if (failed > 0) process.exitCode = 1;
  },
});

/** What the command line says. */
type Told = Omit<Patient, 'url'> & { url: URL | undefined };

interface Tally {
  failed: number;
  all: number;
}

async function examinePage(address: URL, told: Told, tally: Tally): Promise<void> {
  const { page, finding } = await loadPage(address).catch((error: unknown) => ({
    page: null,
    finding: http.explainFailure(error),
  }));
  await examine([['Page', () => Promise.resolve(finding)]], tally);
  if (page === null) return;
  await examine(
    PAGE_CHECKS.map(([name, check]) => [name, () => check(page)]),
    tally,
  );
  const target = targetOf(page);
  const url = told.url ?? target?.url;
  if (url === undefined) return;
  // A page may name any server: secrets go to one only where the command line names it, too.
  const secrets = told.url === undefined ? NO_SECRETS : {};
  const origin = told.origin ?? page.address.origin;
  const patient = { ...told, ...secrets, url, origin, appId: told.appId ?? target?.appId };
  await examineGateway(patient, tally, url.origin === STOCK ? STOCK_CHECKS : undefined);
}

const NO_SECRETS = { sessionId: undefined, pushKey: undefined, topicToken: undefined };
/** A server with Socket.IO, and without what a gateway has beside it. */
const STOCK = 'https://api.directual.com';
const STOCK_CHECKS = ['Version', 'Polling', 'WebSocket', 'Admission'];

const examineGateway = (patient: Patient, tally: Tally, names?: readonly string[]): Promise<void> =>
  examine(
    CHECKS.filter(([name]) => names?.includes(name) ?? true).map(([name, check]) => [
      name,
      () => check(patient),
    ]),
    tally,
  );

async function examine(checks: readonly Check[], tally: Tally): Promise<void> {
  tally.all += checks.length;
  for (const [name, check] of checks) {
    showProgress(name);
    const unreachable = { current: false };
    const finding = await check().catch((error: unknown) => {
      unreachable.current = name === 'Health';
      return http.explainFailure(error);
    });
    print(name, finding);
    if (finding.result === 'wrong') tally.failed++;
    // Without an answer at all the other checks would say the same eight times.
    if (unreachable.current) break;
  }
}

/** On a terminal the line says what is being done, and is written over by what was found. */
function showProgress(name: string): void {
  if (process.stdout.isTTY) process.stdout.write(`…       ${name}\r`);
}

function print(name: string, { result, sentence, advice }: Finding): void {
  const mend = advice === undefined ? '' : `\n         → ${advice}`;
  process.stdout.write(`${MARKS[result]} ${name}: ${sentence}${mend}\n`);
}
