import { CommandError } from '../command-error.js';
import { defineCommand } from '../command.js';
import { readSecret, readUrl } from '../secret.js';
import type { Finding, Patient } from './finding.js';
import * as http from './http-checks.js';
import { checkAdmission, checkRoundTrip, checkTransport } from './socket-checks.js';
import { checkTopic } from './topic-check.js';

const CHECKS: readonly [name: string, check: (patient: Patient) => Promise<Finding>][] = [
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
  usage: 'doctor URL',
  description: 'Checks a gateway as a page and a back end see it, and says what is wrong and how to mend it.',
  options: {
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
    'With a key it pushes the event "dx-doctor": to the user of the session, without one to everybody of the app.',
  async run({ options, operands, environment }) {
    const [url, ...rest] = operands;
    if (url === undefined || rest.length > 0) throw new CommandError('One URL is needed; see --help.');
    const wrong = await examine({
      url: readUrl(url),
      appId: options.app,
      origin: options.origin === undefined ? undefined : readUrl(options.origin).origin,
      sessionId: await readSecret(environment['DX_SESSION'], options['session-file']),
      pushKey: await readSecret(environment['DX_PUSH_KEY'], options['key-file']),
      topic: options.topic,
      topicToken: await readSecret(environment['DX_TOPIC_TOKEN'], options['topic-token-file']),
    });
    process.stdout.write(
      wrong === 0 ? '\nNothing is wrong.\n' : `\n${wrong} of ${CHECKS.length} checks failed.\n`,
    );
    if (wrong > 0) process.exitCode = 1;
  },
});

/** @returns how much is wrong */
async function examine(patient: Patient): Promise<number> {
  let wrong = 0;
  for (const [name, check] of CHECKS) {
    showProgress(name);
    const unreachable = { current: false };
    const finding = await check(patient).catch((error: unknown) => {
      unreachable.current = name === 'Health';
      return http.explainFailure(error);
    });
    tell(name, finding);
    if (finding.result === 'wrong') wrong++;
    // Without an answer at all the other checks would say the same eight times.
    if (unreachable.current) break;
  }
  return wrong;
}

/** On a terminal the line says what is being done, and is written over by what was found. */
function showProgress(name: string): void {
  if (process.stdout.isTTY) process.stdout.write(`…       ${name}\r`);
}

function tell(name: string, { result, sentence, advice }: Finding): void {
  const mend = advice === undefined ? '' : `\n         → ${advice}`;
  process.stdout.write(`${MARKS[result]} ${name}: ${sentence}${mend}\n`);
}
