import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

/** The figures of one gateway, for Prometheus. Labels hold only what the configuration or the code names. */
export interface Metrics {
  registry: Registry;
  connections: Gauge<'app'>;
  pushes: Counter<'app'>;
  deliveries: Counter<'app'>;
  /** By HTTP status, or by code of a refused connection. */
  refusals: Counter<'code'>;
  /** `recovered`: `true` or `false`. */
  syncs: Counter<'app' | 'recovered'>;
  /** Connections cut off: `slow`, `flood` or `connects`. */
  cuts: Counter<'reason'>;
}

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

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    connections: new Gauge({
      name: 'dx_connections',
      help: 'Connected sockets',
      labelNames: ['app'],
      registers,
    }),
    pushes: new Counter({ name: 'dx_pushes_total', help: 'Pushes logged', labelNames: ['app'], registers }),
    deliveries: new Counter({
      name: 'dx_deliveries_total',
      help: 'Messages handed to sockets',
      labelNames: ['app'],
      registers,
    }),
    refusals: new Counter({
      name: 'dx_refusals_total',
      help: 'Refused requests and connections',
      labelNames: ['code'],
      registers,
    }),
    syncs: new Counter({
      name: 'dx_syncs_total',
      help: 'Channels replayed',
      labelNames: ['app', 'recovered'],
      registers,
    }),
    cuts: new Counter({
      name: 'dx_cuts_total',
      help: 'Connections cut off',
      labelNames: ['reason'],
      registers,
    }),
  };
}
