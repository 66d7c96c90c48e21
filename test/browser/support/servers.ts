import { executeServerCommand } from '@web/test-runner-commands';
import type { PushRequest } from '../../../src/gateway/index.js';
import type { TestPage } from '../../support/browser-servers.js';

/** A name no other test has: test files run side by side on the same servers. */
const uniqueName = (): string => crypto.randomUUID();

/** A real gateway of this test's own. */
export async function startGateway() {
  const name = uniqueName();
  const url = await executeServerCommand<string, object>('gateway-start', { name });
  return {
    url,
    push: (push: PushRequest, app?: string) => executeServerCommand('gateway-push', { name, push, app }),
    pushMany: (pushes: PushRequest[]) => executeServerCommand('gateway-push-many', { name, pushes }),
    login: (user: string) => executeServerCommand<string, object>('gateway-login', { name, user }),
    logout: (session: string) => executeServerCommand('gateway-logout', { name, session }),
    topicToken: (topic: string, lifetime = 600) =>
      executeServerCommand<string, object>('gateway-topic-token', { name, topic, lifetime }),
    revokeTopic: (user: string, topic: string) =>
      executeServerCommand('gateway-revoke-topic', { name, user, topic }),
    connections: () =>
      executeServerCommand<{ user: string | null; id: string }[], object>('gateway-connections', { name }),
    /** What the back end has of the conversation, and how often something was sent to it. */
    chat: () =>
      executeServerCommand<{ messages: { id: string; user: string; text: string }[]; sends: number }, object>(
        'gateway-chat',
        { name },
      ),
    stop: () => executeServerCommand('gateway-stop', { name }),
    /** On the same port; its log is a new one. */
    start: () => executeServerCommand('gateway-start', { name }),
  };
}

/** A Socket.IO server that knows nothing of this project. */
export async function startPlainServer() {
  const name = uniqueName();
  const url = await executeServerCommand<string, object>('plain-start', { name });
  return {
    url,
    emit: (...event: [string, ...unknown[]]) => executeServerCommand('plain-emit', { name, event }),
    /** A message of three bytes. */
    emitBytes: (eventName: string) => executeServerCommand('plain-emit-bytes', { name, eventName }),
    count: () => executeServerCommand<number, object>('plain-count', { name }),
    handshakes: () => executeServerCommand<Record<string, unknown>[], object>('plain-handshakes', { name }),
    /** Those who come from now on wait until {@link release} before they are admitted. */
    hold: () => executeServerCommand('plain-hold', { name }),
    release: () => executeServerCommand('plain-release', { name }),
    /** Sessions over whose connections something was heard. */
    heardBy: () => executeServerCommand<string[], object>('plain-heard-by', { name }),
    cutSession: (session: string) => executeServerCommand('plain-cut-session', { name, session }),
    /** What goes to the connections of a session is so many milliseconds on its way. */
    setLag: (session: string, lag: number) => executeServerCommand('plain-lag', { name, session, lag }),
    cut: () => executeServerCommand('plain-cut', { name }),
    stop: () => executeServerCommand('plain-stop', { name }),
  };
}

/** A page on the test's own origin whose answer the test decides. */
export async function makePage(page: TestPage) {
  const path = `/test-page/${uniqueName()}`;
  const set = (next: TestPage) => executeServerCommand('page-set', { path, page: next });
  await set(page);
  return {
    path,
    set,
    requests: () => executeServerCommand<number, object>('page-requests', { path }),
  };
}
