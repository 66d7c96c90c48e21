import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import test from 'node:test';
import { parseAllDocuments, parse } from 'yaml';
import { importTool } from '../support/tools.js';
import { connect, refusalOf } from './support/client.js';
import { passwordOf, post, startGateway, testApp } from './support/gateway.js';
import { startRedis } from './support/redis-server.js';
import { until } from './support/until.js';

const METRICS_KEY = 'metrics-key-of-tests';
const read = (name: string): string => readFileSync(`deploy/${name}`, 'utf8');

async function figuresOf(url: string): Promise<string> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_KEY}` } });
  return answer.text();
}

test('the figures tell of pushes, delivery, replay, logins, sessions, origins, Redis and the version', async (t) => {
  const redis = await startRedis(t);
  const apps = [testApp('shop', { allowedOrigins: ['https://site.example'] })];
  const { url, login, push } = await startGateway(t, { apps, redis: redis.url, metricsKey: METRICS_KEY });
  const session = await login('shop', 'alice');
  const wrong = { appID: 'shop', username: 'alice', password: passwordOf('bob') };
  assert.equal((await post(`${url}/good/api/v5/auth`, wrong)).status, 401);
  await refusalOf(t, url, { app: 'shop', session, extraHeaders: { origin: 'https://evil.example' } });
  const client = await connect(t, url, { app: 'shop', session, tracked: true });
  await push('shop', { userID: 'alice', eventName: 'n', message: 'x'.repeat(500) });
  await client.next('n');
  await client.socket.emitWithAck('dx:sync', { channels: [{ channel: '*', epoch: '', offset: 0 }] });
  await fetch(`${url}/good/api/v4/auth/logout?appID=shop&sessionID=${session}`);
  await push('shop', { userID: 'alice', eventName: 'n', delay: 600 });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const expected = [
    'dx_push_duration_seconds_count{app="shop"} 2',
    'dx_push_bytes_bucket{le="100",app="shop"} 1',
    'dx_push_bytes_bucket{le="1000",app="shop"} 2',
    'dx_scheduled_pushes{app="shop"} 1',
    'dx_delivery_delay_seconds_count{app="shop"} 1',
    'dx_replay_messages_bucket{le="0",app="shop"} 1',
    'dx_logins_total{app="shop",outcome="right"} 1',
    'dx_logins_total{app="shop",outcome="wrong"} 1',
    'dx_sessions_ended_total{app="shop"} 1',
    'dx_origin_refusals_total{app="shop"} 1',
    'dx_redis_up 1',
    `dx_build_info{version="${version}",node="${process.version}"} 1`,
  ];
  for (const line of expected)
    await until(async () => (await figuresOf(url)).includes(line), `the line ${line}`);
  await redis.kill();
  await until(
    async () => (await figuresOf(url)).includes('dx_redis_up 0'),
    'Redis to be down in the figures',
  );
  assert.doesNotMatch(await figuresOf(url), /^dx_scheduled_pushes\{/m);
});

test('each answer has an id of its own, whatever the request says, and its lines of the log have it, too', async (t) => {
  const lines: string[] = [];
  const logStream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const { url } = await startGateway(t, { logLevel: 'info' }, { logStream });
  const ids = [];
  for (const path of ['/healthz', '/nowhere', '/push']) {
    const answer = await fetch(`${url}${path}`, { headers: { 'x-request-id': 'forged' } });
    ids.push(answer.headers.get('x-request-id')!);
  }
  assert.equal(new Set(ids).size, 3);
  for (const id of ids) {
    assert.match(id, /^[0-9a-f-]{36}$/);
    await until(() => lines.some((line) => line.includes(`"reqId":"${id}"`)), 'the line of the log');
  }
  assert.equal(lines.join('').includes('forged'), false);
});

/** All figures that a gateway with Redis exports, with what histograms add. */
async function exported(t: Parameters<typeof startRedis>[0]): Promise<Set<string>> {
  const redis = await startRedis(t);
  const { url } = await startGateway(t, { redis: redis.url, metricsKey: METRICS_KEY });
  const names = Array.from((await figuresOf(url)).matchAll(/^# TYPE (\w+) (\w+)$/gm));
  return new Set(
    names.flatMap(([, name, type]) =>
      type === 'histogram' ? [`${name!}_bucket`, `${name!}_count`, `${name!}_sum`] : [name!],
    ),
  );
}

/** The names of figures in an expression of Prometheus: what is no function, no label, no text. */
function figuresIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\[[^\]]*\]/g, '');
  const withoutLists = bare.replaceAll(/\b(?:by|without) *\([^)]*\)/g, '');
  return (withoutLists.match(/[a-z]\w+(?!\w*\s*\()/g) ?? []).filter(
    (word) => /_/.test(word) && word !== 'histogram_quantile',
  );
}

test('every figure that the rules for Prometheus and the dashboard for Grafana name is one that the gateway exports', async (t) => {
  const { groups } = parse(read('prometheus/alerts.yaml')) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
  };
  const { panels } = JSON.parse(read('grafana/dashboard.json')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  const rules = groups.flatMap(({ rules: some }) => some);
  const expressions = [
    ...rules.map(({ expr }) => expr),
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ];
  const named = new Set(expressions.flatMap(figuresIn));
  assert.ok(rules.length >= 8 && panels.length >= 12 && named.size >= 14, [...named].join());
  const known = await exported(t);
  assert.deepEqual(
    [...named].filter((name) => !known.has(name)),
    [],
  );
  // And what the gateway alone has is looked at somewhere.
  const own = [...known].filter((name) => name.startsWith('dx_') && !/_(count|sum)$/.test(name));
  assert.deepEqual(
    own.filter((name) => !named.has(name)),
    [],
  );
  assert.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
});

type Model = new (given: unknown) => { validate(): void };

interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels: Record<string, string> };
  data: Record<string, string>;
  spec: {
    selector: Record<string, string>;
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        terminationGracePeriodSeconds: number;
        containers: {
          env: { name: string; value: string }[];
          ports: { name: string; containerPort: number }[];
          livenessProbe: { httpGet: { path: string } };
          readinessProbe: { httpGet: { path: string } };
        }[];
      };
    };
    ports: { targetPort: string }[];
  };
}

test('the manifests for Kubernetes are what its types allow, and ask the gateway where it answers', () => {
  const documents = [
    ...parseAllDocuments(read('kubernetes/gateway.yaml')),
    ...parseAllDocuments(read('kubernetes/secret.example.yaml')),
  ];
  const manifests = documents.map((document) => document.toJS() as Manifest);
  assert.deepEqual(
    manifests.map(({ kind }) => kind),
    ['ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget', 'Ingress', 'Secret'],
  );
  for (const manifest of manifests) {
    const models = importTool(`kubernetes-models/${manifest.apiVersion}`) as Record<string, Model>;
    const Model = models[manifest.kind]!;
    new Model(manifest).validate();
    // The check is one: a name that is no text is refused.
    assert.throws(() => new Model({ ...manifest, metadata: { name: 7 } }).validate());
  }
  const of = (kind: string) => manifests.find((one) => one.kind === kind)!;
  const { spec } = of('Deployment').spec.template;
  const [container] = spec.containers;
  assert.equal(container!.livenessProbe.httpGet.path, '/healthz');
  assert.equal(container!.readinessProbe.httpGet.path, '/readyz');
  assert.equal(of('Service').spec.ports[0]!.targetPort, container!.ports[0]!.name);
  assert.deepEqual(of('Service').spec.selector, of('Deployment').spec.template.metadata.labels);
  const { shutdown } = JSON.parse(of('ConfigMap').data['gateway.json']!) as {
    shutdown: { delay: number; requests: number; clients: number };
  };
  const needed = shutdown.delay + shutdown.requests + shutdown.clients;
  assert.ok(spec.terminationGracePeriodSeconds > needed, `${needed} s are needed`);
});

test('Traefik is told of both gateways, asks whether they are ready, and keeps an address at one', () => {
  const { http } = parse(read('traefik.yaml')) as {
    http: {
      routers: Record<string, { service: string }>;
      services: Record<
        string,
        { loadBalancer: { strategy: string; servers: { url: string }[]; healthCheck: { path: string } } }
      >;
    };
  };
  for (const { service } of Object.values(http.routers)) assert.ok(service in http.services, service);
  const { strategy, servers, healthCheck } = http.services.gateways!.loadBalancer;
  assert.deepEqual([strategy, healthCheck.path], ['hrw', '/readyz']);
  assert.deepEqual(
    servers.map(({ url }) => url),
    ['http://gateway:8080', 'http://gateway-2:8080'],
  );
});
