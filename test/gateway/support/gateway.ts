import { scryptSync } from 'node:crypto';
import type { TestContext } from 'node:test';
import {
  createGateway,
  type AppConfiguration,
  type Gateway,
  type GatewayConfiguration,
  type GatewayParts,
  type UserConfiguration,
} from '../../../src/gateway/index.js';

/** A gateway on a free port of this machine. */
export interface TestGateway {
  gateway: Gateway;
  url: string;
  /** `POST /push` with the key of an app. @returns status and body */
  push: (appId: string, body: unknown) => Promise<Answer>;
  /** Logs in with the password of {@link passwordOf}. @returns the session id */
  login: (appId: string, userId: string) => Promise<string>;
}

export interface Answer {
  status: number;
  body: Body;
}

/** All that some answer of the gateway holds; a test asserts what it reads. */
export interface Body {
  error: string;
  field?: string;
  id: string;
  epoch: string;
  offset: number;
  connected: number;
  pushed: { userID: string; connected: number; offset: number }[];
  result: { token: string; role: string; result: boolean };
  payload: unknown[];
  pageInfo: { totalCount: number };
  app: string;
  total: number;
  onThisNode: number;
  nodes: number;
  scheduled: number | null;
  connections: { id: string; user: string | null; since: number; optedIn: boolean }[];
}

export const keyOf = (appId: string): string => `${appId}-push-key-of-tests`;
export const passwordOf = (userId: string): string => `secret of ${userId}`;

const SALT = Buffer.from('the salt of all tests');
const users = new Map<string, UserConfiguration>();

/** A user with {@link passwordOf}. Hashed once for all tests of a file: hashing is slow on purpose. */
export function userOf(id: string): UserConfiguration {
  const known = users.get(id);
  if (known) return known;
  const hash = scryptSync(passwordOf(id), SALT, 32).toString('base64');
  const user = { id, passwordHash: `scrypt:${SALT.toString('base64')}:${hash}` };
  users.set(id, user);
  return user;
}

/** Two apps, `shop` and `blog`, each with the users `alice` and `bob`. */
export function testApp(id: string, changes: Partial<AppConfiguration> = {}): AppConfiguration {
  return { id, pushKeys: [keyOf(id)], users: [userOf('alice'), userOf('bob')], ...changes };
}

/** Starts a gateway and closes it at the end of the test. */
export async function startGateway(
  test: Pick<TestContext, 'after'>,
  changes: Partial<GatewayConfiguration> = {},
  parts: GatewayParts = {},
): Promise<TestGateway> {
  const apps = [testApp('shop'), testApp('blog')];
  const gateway = createGateway({ apps, logLevel: 'silent', ...changes }, parts);
  const { url } = await gateway.listen({ port: 0 });
  test.after(() => gateway.close());
  return {
    gateway,
    url,
    push: (appId, body) => post(`${url}/push`, body, { authorization: `Bearer ${keyOf(appId)}` }),
    login: async (appId, userId) => {
      const credentials = { appID: appId, username: userId, password: passwordOf(userId) };
      const { body } = await post(`${url}/good/api/v5/auth`, credentials);
      return body.result.token;
    },
  };
}

/** Posts JSON; a string is sent as it is. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

export async function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, { headers });
  return { status: response.status, body: (await response.json()) as Body };
}
