import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.js';

/** A number with so many digits, or with such an exponent, may be none that JavaScript has. */
const SUSPICIOUS = /\d{16}|\d[eE]\+?\d{3}/;
/** A text, which is skipped, or a number. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|(-?\d+)(\.\d+)?([eE][+-]?\d+)?/g;

/** Reads bodies as JSON, the only type that is taken. What JavaScript would change without a word is refused. */
export function addJsonParser(http: FastifyInstance): void {
  const parse = http.getDefaultJsonParser('error', 'error');
  http.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    const problem = numberProblem(body);
    if (problem !== null) {
      done(new Refusal(422, problem));
      return;
    }
    void parse(request, body, (error, value) => {
      if (error !== null && isJson(body))
        done(
          new Refusal(422, 'The body has a key "__proto__" or "constructor.prototype", which is not taken.'),
        );
      else done(error, value);
    });
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Says which number JavaScript cannot hold. @returns null where there is none */
export function numberProblem(json: string): string | null {
  if (!SUSPICIOUS.test(json)) return null;
  for (const [text, integer, fraction, exponent] of json.matchAll(TEXT_OR_NUMBER)) {
    if (integer === undefined) continue;
    const value = Number(text);
    const isWhole = fraction === undefined && exponent === undefined;
    if (Number.isFinite(value) && (!isWhole || Number.isSafeInteger(value))) continue;
    return `The body has the number ${text.slice(0, 40)}, which JavaScript cannot hold exactly: send it as a text.`;
  }
  return null;
}
