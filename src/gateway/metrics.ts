import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The figures of one gateway, for Prometheus. Labels hold only what the configuration or the code names. */
export interface Metrics {
  registry: Registry;
  connections: Gauge<'app'>;
  pushes: Counter<'app'>;
  /** Seconds from a push to its answer, by app. */
  pushDuration: Histogram<'app'>;
  /** Bytes of a pushed message as JSON. */
  pushBytes: Histogram<'app'>;
  deliveries: Counter<'app'>;
  /** Seconds from a push, on whichever node, to the sockets of this one. */
  deliveryDelay: Histogram<'app'>;
  /** By HTTP status, or by code of a refused connection. */
  refusals: Counter<'code'>;
  originRefusals: Counter<'app'>;
  /** `recovered`: `true` or `false`. */
  syncs: Counter<'app' | 'recovered'>;
  /** Messages in the replay of one channel. */
  replayMessages: Histogram<'app'>;
  /** `outcome`: `sent`, `gone`, `refused` or `later`. */
  webPushes: Counter<'app' | 'outcome'>;
  /** `outcome`: `right` or `wrong`. */
  logins: Counter<'app' | 'outcome'>;
  sessionsEnded: Counter<'app'>;
  /** Connections cut off: `slow`, `flood` or `connects`. */
  cuts: Counter<'reason'>;
}

const APP = ['app'] as const;

/** Whose figures a key opens. */
export interface MetricsScope {
  /** Null = all of them, and those of the process. */
  appId: string | null;
}

/** The lines of the figures of one app, with what explains them. */
export function linesOfApp(figures: string, appId: string): string {
  const label = `app="${appId.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
  const blocks = figures.split(/(?=^# HELP )/m);
  return blocks.map((block) => linesWith(label, block)).join('');
}

function linesWith(label: string, block: string): string {
  const lines = block.split('\n');
  const own = lines.filter((line) => !line.startsWith('#') && labelsOf(line).includes(label));
  return own.length === 0
    ? ''
    : [...lines.filter((line) => line.startsWith('#')), ...own].map((line) => `${line}\n`).join('');
}

/** The labels of a line as they are written; a text in one of them is no label. */
function labelsOf(line: string): string[] {
  return line.match(/[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"/g) ?? [];
}

/** Buckets in seconds: from what a push takes in memory to what nobody should wait. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BYTES = [100, 1_000, 10_000, 100_000, 1_000_000];
const MESSAGES = [0, 1, 10, 100, 1_000];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addBuild(registry);
  return { registry, ...createCounters([registry]), ...createHistograms([registry]) };
}

function createCounters(registers: Registry[]) {
  return {
    connections: new Gauge({ name: 'dx_connections', help: 'Connected sockets', labelNames: APP, registers }),
    pushes: new Counter({ name: 'dx_pushes_total', help: 'Pushes logged', labelNames: APP, registers }),
    deliveries: new Counter({
      ...{ name: 'dx_deliveries_total', help: 'Messages handed to sockets', labelNames: APP, registers },
    }),
    refusals: new Counter({
      ...{ name: 'dx_refusals_total', help: 'Refused requests and connections', registers },
      labelNames: ['code'] as const,
    }),
    originRefusals: new Counter({
      name: 'dx_origin_refusals_total',
      help: 'Connections of pages whose origin the app does not allow',
      ...{ labelNames: APP, registers },
    }),
    syncs: new Counter({
      ...{ name: 'dx_syncs_total', help: 'Channels replayed', registers },
      labelNames: ['app', 'recovered'] as const,
    }),
    logins: new Counter({
      ...{ name: 'dx_logins_total', help: 'Names and passwords that were looked at', registers },
      labelNames: ['app', 'outcome'] as const,
    }),
    webPushes: new Counter({
      ...{ name: 'dx_web_pushes_total', help: 'Messages to browsers without an open tab', registers },
      labelNames: ['app', 'outcome'] as const,
    }),
    sessionsEnded: new Counter({
      ...{ name: 'dx_sessions_ended_total', help: 'Sessions ended on this node', labelNames: APP, registers },
    }),
    cuts: new Counter({
      ...{ name: 'dx_cuts_total', help: 'Connections cut off', registers },
      labelNames: ['reason'] as const,
    }),
  };
}

function createHistograms(registers: Registry[]) {
  const of = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, labelNames: APP, registers });
  return {
    pushDuration: of('dx_push_duration_seconds', 'From a push to its answer', SECONDS),
    pushBytes: of('dx_push_bytes', 'Size of a pushed message as JSON', BYTES),
    deliveryDelay: of('dx_delivery_delay_seconds', 'From a push to the sockets of this node', SECONDS),
    replayMessages: of('dx_replay_messages', 'Messages in the replay of one channel', MESSAGES),
  };
}

/** Which version runs, on which Node. */
function addBuild(registry: Registry): void {
  const build = new Gauge({
    name: 'dx_build_info',
    help: 'Version of the gateway and of Node; always 1',
    labelNames: ['version', 'node'],
    registers: [registry],
  });
  build.set({ version: readVersion(), node: process.version }, 1);
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/**
 * Says in the figures how many pushes of each app wait for their time.
 *
 * @param waiting where it rejects, the figure of the app is left out
 */
export function addScheduledPushes(
  { registry }: Metrics,
  appIds: readonly string[],
  waiting: (appId: string) => Promise<number>,
): void {
  new Gauge({
    name: 'dx_scheduled_pushes',
    help: 'Pushes that wait for their time, at all nodes',
    labelNames: APP,
    registers: [registry],
    async collect() {
      this.reset();
      const counts = await Promise.allSettled(appIds.map(waiting));
      counts.forEach((count, index) => {
        if (count.status === 'fulfilled') this.set({ app: appIds[index]! }, count.value);
      });
    },
  });
}

/** Says in the figures whether Redis can be asked. */
export function addRedisUp({ registry }: Metrics, isUp: () => boolean): void {
  new Gauge({
    name: 'dx_redis_up',
    help: 'Whether the connection to Redis stands',
    registers: [registry],
    collect() {
      this.set(isUp() ? 1 : 0);
    },
  });
}
