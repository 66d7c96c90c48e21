/**
 * A request that the gateway does not carry out, with the sentence that its sender reads.
 *
 * Over HTTP it becomes `{ error, field?, …details }` with {@link Refusal.status}; `Gateway.push` rejects with it.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  /**
   * @param status HTTP status, 4xx, 500 or 503
   * @param sentence says what is wrong and names the field
   * @param field the field that is wrong, as the sender wrote it; absent where no single field is
   */
  constructor(
    readonly status: number,
    sentence: string,
    readonly field?: string,
    /** What else the sender should know, such as the `id` of a push that may have been taken; sent beside `error`. */
    readonly details?: Readonly<Record<string, unknown>>,
  ) {
    super(sentence);
  }
}
