import type { Clock } from '../../clock.js';

/** Why time stands still. */
export type PauseReason = 'pointer' | 'focus' | 'hidden' | 'blur';

/** An alert as timers see it. */
export interface Timed {
  readonly id: string;
  /** Milliseconds; null = no end. */
  readonly duration: number | null;
  /** Another number starts the time anew. */
  readonly version: number;
}

interface Timer {
  version: number;
  /** Milliseconds left when it last stood still. */
  remaining: number;
  /** When it last began to run; null while it stands still. */
  startedAt: number | null;
  cancel: () => void;
}

/** The time that each alert has left. It runs only while the alert is visible and nothing holds it. */
export class DismissTimers {
  readonly #clock: Clock;
  readonly #ended: (id: string) => void;
  readonly #timers = new Map<string, Timer>();
  readonly #holds = new Set<PauseReason>();
  #visible: ReadonlySet<string> = new Set();

  constructor(clock: Clock, ended: (id: string) => void) {
    this.#clock = clock;
    this.#ended = ended;
  }

  /** Takes the alerts that are visible now; the time of all others stands still. */
  show(visible: readonly Timed[]): void {
    this.#visible = new Set(visible.map(({ id }) => id));
    for (const { id, duration, version } of visible) {
      if (this.#timers.get(id)?.version === version) continue;
      this.forget(id);
      if (duration === null) continue;
      this.#timers.set(id, { version, remaining: duration, startedAt: null, cancel: () => undefined });
    }
    this.#apply();
  }

  /**
   * Stops or continues all timers; they run when nothing holds them any more.
   *
   * @returns whether that is a change
   */
  hold(reason: PauseReason, on: boolean): boolean {
    if (this.#holds.has(reason) === on) return false;
    if (on) this.#holds.add(reason);
    else this.#holds.delete(reason);
    this.#apply();
    return true;
  }

  isHeldBy(reason: PauseReason): boolean {
    return this.#holds.has(reason);
  }

  forget(id: string): void {
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
  }

  #apply(): void {
    for (const [id, timer] of this.#timers) {
      const runs = this.#holds.size === 0 && this.#visible.has(id);
      if (runs && timer.startedAt === null) this.#run(id, timer);
      if (!runs && timer.startedAt !== null) this.#pause(timer);
    }
  }

  #run(id: string, timer: Timer): void {
    timer.startedAt = this.#clock.now();
    timer.cancel = this.#clock.after(timer.remaining, () => {
      this.#pause(timer);
      if (timer.remaining > 0) {
        this.#run(id, timer);
        return;
      }
      this.forget(id);
      this.#ended(id);
    });
  }

  #pause(timer: Timer): void {
    timer.cancel();
    timer.remaining -= this.#clock.now() - (timer.startedAt ?? this.#clock.now());
    timer.startedAt = null;
  }
}
