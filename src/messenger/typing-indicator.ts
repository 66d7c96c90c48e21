/** How long somebody counts as typing after a notice, in milliseconds. */
const TYPING_TIME = 6_000;
/** A notice is sent at most so often, in milliseconds. */
const NOTICE_INTERVAL = 3_000;

/** Who is typing. The clock is passed in. */
export class TypingIndicator {
  readonly #until = new Map<string, { name: string; until: number }>();
  #noticeAt = -Infinity;

  heard(user: string, name: string, now: number): void {
    this.#until.set(user, { name: name || user, until: now + TYPING_TIME });
  }

  /** What they were typing has come. */
  wrote(user: string | null): void {
    if (user !== null) this.#until.delete(user);
  }

  names(now: number): string[] {
    return [...this.#until.values()].filter(({ until }) => until > now).map(({ name }) => name);
  }

  /** @returns milliseconds until somebody counts as typing no longer; null = nobody does */
  nextChange(now: number): number | null {
    const left = [...this.#until.values()].map(({ until }) => until - now).filter((time) => time > 0);
    return left.length === 0 ? null : Math.min(...left);
  }

  /** Whether to send a notice now. */
  shouldTell(now: number): boolean {
    if (now - this.#noticeAt < NOTICE_INTERVAL) return false;
    this.#noticeAt = now;
    return true;
  }

  /** The message is sent: the next key is news again. */
  sent(): void {
    this.#noticeAt = -Infinity;
  }

  clear(): void {
    this.#until.clear();
    this.sent();
  }
}
