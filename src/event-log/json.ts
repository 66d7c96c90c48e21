/** The longest line that is drawn of a message, in characters. */
const PREVIEW_LENGTH = 200;
/** The longest text that is drawn of one message, in characters: a browser draws no megabytes at once. */
const SHOWN_LENGTH = 100_000;

/** What a message carried, as JSON; binary data, which JSON cannot hold, as a word. */
export function jsonText(data: unknown, indent = 0): string {
  try {
    return data === undefined ? 'undefined' : JSON.stringify(data, withoutBytes, indent);
  } catch (error) {
    return `no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** One line of it. */
export function previewText(data: unknown): string {
  return cut(jsonText(data), PREVIEW_LENGTH);
}

/** All of it, where it is not too long. */
export function shownText(data: unknown): string {
  return cut(jsonText(data, 2), SHOWN_LENGTH);
}

/**
 * What a person wrote as the message of an event: JSON where it is JSON, else the text as it is.
 *
 * @returns the message, or what is wrong with what looks like JSON and is not
 */
export function readMessage(text: string): { data: unknown } | { problem: string } {
  const trimmed = text.trim();
  try {
    return { data: trimmed === '' ? null : (JSON.parse(trimmed) as unknown) };
  } catch (error) {
    if (/^[[{"]/.test(trimmed)) return { problem: (error as Error).message };
    return { data: text };
  }
}

function withoutBytes(_: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `(${value.byteLength} bytes)`;
  return value;
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length)} … (${text.length} characters)`;
