import { PACKET, type ListenAnswer, type TopicRefusalCode } from '../../protocol.js';
import { ok, PATIENCE, skipped, wrong, type Finding, type Patient } from './finding.js';
import { connectAnyhow } from './socket-checks.js';

const NEEDS_TOKEN =
  'Let the back end make a token with the "topicSecret" of the app, and give it in DX_TOPIC_TOKEN or --topic-token-file.';

const ADVICE: Readonly<Record<TopicRefusalCode, string>> = {
  'no-rule': 'Add a pattern that fits to "topics" of the app: without a rule nobody may listen.',
  'signed-in': 'Sign in and give the session (DX_SESSION or --session-file).',
  'token-missing': NEEDS_TOKEN,
  'token-invalid':
    'Check that the token was made with the "topicSecret" of this app, for this topic, and for the user of the session if for any.',
  'token-expired': 'Make a new token; is the clock of the back end right?',
  revoked: 'Make a new token, or let the rule say yes again.',
  denied: 'The rule of the app says no: look at the function or the address of "topics".',
  unavailable: 'Look into the log of the gateway: the function or the address of "topics", or Redis, failed.',
  limit:
    'Let the page listen to fewer topics, or raise "topicsPerConnection" and "topicsPerPerson" of "limits".',
  name: 'Use another name: at most 128 characters, without blanks, "*" and ",".',
};

/** May the person of the session, or whoever is not signed in, listen to a topic? */
export async function checkTopic(patient: Patient): Promise<Finding> {
  const { appId, topic, topicToken } = patient;
  if (appId === undefined || topic === undefined)
    return skipped('Give --app and --topic to check who may listen to a topic.');
  const { socket, error, hello } = await connectAnyhow(patient);
  try {
    if (error !== null) return skipped('There is no connection over which to ask for the topic.');
    const greeting = (await hello) as { topics?: boolean } | null;
    if (greeting?.topics !== true) {
      return wrong(
        'The server has no topics.',
        'Topics need the gateway of this package, of a version that has them.',
      );
    }
    const request = { topics: [{ topic, ...(topicToken !== undefined && { token: topicToken }) }] };
    const answer = (await socket.timeout(PATIENCE).emitWithAck(PACKET.listen, request)) as ListenAnswer;
    const [refused] = answer.refused;
    const who = patient.sessionId === undefined ? 'Whoever is not signed in' : 'The person of the session';
    return refused === undefined
      ? ok(`${who} may listen to "${topic}".`)
      : wrong(`${who} may not listen to "${topic}": ${refused.reason}`, ADVICE[refused.code]);
  } catch {
    return wrong('The gateway did not answer who may listen within 10 s.', ADVICE.unavailable);
  } finally {
    socket.close();
  }
}
