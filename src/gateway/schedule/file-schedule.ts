import type { Ask } from '../store/operations.js';
import type {
  ClaimOptions,
  DuePushes,
  MostWaiting,
  NewScheduledPush,
  ScheduledPush,
  ScheduleStore,
  Scheduling,
} from './schedule-store.js';

/** Pushes that are sent later, in the data file: a restart forgets none of them, and sends none twice. */
export class FileSchedule implements ScheduleStore {
  readonly isShared = false;
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  add(push: NewScheduledPush, most: MostWaiting, now: number): Promise<Scheduling> {
    return this.#ask('schedule', { push, most }, now);
  }

  find(app: string, id: string, now: number): Promise<ScheduledPush | null> {
    return this.#ask('findScheduled', { app, id }, now);
  }

  cancel(app: string, id: string, now: number): Promise<ScheduledPush | null> {
    return this.#ask('cancelScheduled', { app, id }, now);
  }

  claim(options: ClaimOptions, now: number): Promise<DuePushes> {
    return this.#ask('claimScheduled', options, now);
  }

  async finish(app: string, id: string, error: string | null, now: number): Promise<void> {
    await this.#ask('finishScheduled', { app, id, error }, now);
  }

  async postpone(app: string, id: string, until: number): Promise<void> {
    await this.#ask('postponeScheduled', { app, id, until });
  }

  waiting(app: string, now: number): Promise<number> {
    return this.#ask('countScheduled', { app }, now);
  }

  erase(app: string, userId: string, now: number): Promise<number> {
    return this.#ask('eraseScheduled', { app, userId }, now);
  }
}
