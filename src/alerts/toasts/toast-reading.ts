import { textAt, type AlertReading } from '../alert.js';
import { drawBody, textOf } from './body-template.js';

/** What an element takes of a message beside its alert, and how the alert is read. */
export interface ToastReading {
  reading: AlertReading;
  /** What the author's template made of it, in place of title and text. */
  body: HTMLElement | null;
  /** What code does where the action is chosen; null = nothing. */
  run: (() => unknown) | null;
}

/** @param isLocal the page's own code gave the data, which may bring functions */
export function toastReading(
  host: Element,
  data: unknown,
  { map, variant }: Required<Pick<AlertReading, 'map' | 'variant'>>,
  isLocal: boolean,
): ToastReading {
  const body = drawBody(host, (path) => textAt(data, path, map));
  const run = isLocal ? runOf(data) : null;
  const { baseURI, documentElement } = host.ownerDocument;
  const isRightToLeft = getComputedStyle(documentElement).direction === 'rtl';
  const reading = { map, variant, base: baseURI, runs: run !== null, isRightToLeft };
  return { reading: body === null ? reading : { ...reading, body: textOf(body) }, body, run };
}

function runOf(data: unknown): ToastReading['run'] {
  const { run } = (data as { action?: { run?: unknown } } | null)?.action ?? {};
  return typeof run === 'function' ? () => run.call(undefined) as unknown : null;
}
