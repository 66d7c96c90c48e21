import { createECDH, randomBytes, type ECDH } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, createServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { importJWK, jwtVerify } from 'jose';
import type { PushPayload } from '../../../src/gateway/web-push/push-store.js';
import type { PushSubscribe } from '../../../src/protocol/web-push.js';
import { makeCertificate } from './certificate.js';

const require = createRequire(new URL('../../../packages/gateway/package.json', import.meta.url));
const ece = createRequire(require.resolve('web-push'))('http_ece') as {
  decrypt(body: Buffer, options: { version: string; privateKey: ECDH; authSecret: Buffer }): Buffer;
};

/** What came for a browser, after the push service has let it through and the browser has decrypted it. */
export interface Received {
  browser: string;
  payload: PushPayload;
  headers: Record<string, unknown>;
  /** What the gateway says of itself, as its signature proves. */
  subject: unknown;
}

/** A push service on this machine, which takes only what is signed with the key of the subscription. */
export interface PushService {
  host: string;
  agent: Agent;
  received: Received[];
  /** What of the next requests is answered in place of 201, with headers. */
  answers: { status: number; headers?: Record<string, string> }[];
  /** How many requests came, refused ones among them. */
  requests: () => number;
  /** Makes a subscription, as a browser of this name would. */
  subscribe(browser: string, publicKey: string, more?: Partial<PushSubscribe>): PushSubscribe;
}

export async function startPushService(test: { after: (release: () => void) => void }): Promise<PushService> {
  const { file, certificate } = makeCertificate(test);
  const browsers = new Map<string, { keys: ECDH; auth: Buffer; publicKey: string }>();
  const received: Received[] = [];
  const answers: PushService['answers'] = [];
  let requests = 0;
  const both = readFileSync(file);
  const server = createServer({ key: both, cert: both }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests += 1;
      const answer = answers.shift();
      if (answer !== undefined) {
        response.writeHead(answer.status, answer.headers).end('x'.repeat(100));
        return;
      }
      const name = decodeURIComponent(request.url!.slice(1));
      const browser = browsers.get(name)!;
      const origin = `https://${request.headers.host}`;
      verify(request.headers.authorization ?? '', browser.publicKey, origin).then(
        (subject) => {
          const { keys, auth } = browser;
          const body = ece.decrypt(Buffer.concat(chunks), {
            version: 'aes128gcm',
            privateKey: keys,
            authSecret: auth,
          });
          const payload = JSON.parse(body.toString()) as PushPayload;
          received.push({ browser: name, payload, headers: request.headers, subject });
          response.writeHead(201).end();
        },
        () => response.writeHead(403).end(),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ ca: certificate, keepAlive: true });
  test.after(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    ...{ host, agent, received, answers, requests: () => requests },
    subscribe: (browser, publicKey, more = {}) => {
      const keys = createECDH('prime256v1');
      const auth = randomBytes(16);
      keys.generateKeys();
      browsers.set(browser, { keys, auth, publicKey });
      return {
        endpoint: `https://${host}/${encodeURIComponent(browser)}`,
        keys: { p256dh: keys.getPublicKey('base64url'), auth: auth.toString('base64url') },
        ...{ events: ['*'], ...more },
      };
    },
  };
}

/** RFC 8292. @returns the subject */
async function verify(authorization: string, publicKey: string, origin: string): Promise<unknown> {
  const [, token = '', key] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  if (key !== publicKey) throw new Error('the key is not that of the subscription');
  const point = Buffer.from(publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = await importJWK({ kty: 'EC', crv: 'P-256', x: x!, y: y! }, 'ES256');
  const { payload } = await jwtVerify(token, jwk, { audience: origin, maxTokenAge: undefined! });
  return payload.sub;
}
