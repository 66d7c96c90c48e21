import { extname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { FileLog } from '../log/file-log.js';
import type { MessageLog } from '../log/message-log.js';
import { FileInbox } from '../inbox/file-inbox.js';
import type { InboxStore } from '../inbox/inbox-store.js';
import { FilePreferences } from '../preferences/file-preferences.js';
import type { PreferenceStore } from '../preferences/preference-store.js';
import type { Retention } from '../config/schema.js';
import { FileSchedule } from '../schedule/file-schedule.js';
import type { ScheduleStore } from '../schedule/schedule-store.js';
import { FileSessionStore } from '../sessions/file-sessions.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { ChoiceKeeper } from '../choices.js';
import { FileChoices } from './file-choices.js';
import { FileRights } from '../topics/file-rights.js';
import type { RightLives, RightStore } from '../topics/right-store.js';
import type { SecretKeeper } from '../persons.js';
import { runEvery } from '../timers.js';
import { FilePushStore } from '../web-push/file-push-store.js';
import type { PushStore } from '../web-push/push-store.js';
import { DataFileError } from './data-file-error.js';
import type { Ask, Opened, Operation, Outcome, StoreOptions } from './operations.js';

/** How long the file may take to write for the gateway to call itself ready, in milliseconds. */
const READY_WITHIN = 1_000;
/** Seconds between two looks for what has ended. */
const TIDY_EVERY = 30;

/** One file in which a gateway keeps what outlives it. */
export interface FileStore {
  ask: Ask;
  createLog(appId: string): MessageLog;
  createSessions(appId: string): SessionStore;
  /** Answers to what people chose. */
  choices: ChoiceKeeper;
  createRights(appId: string, lives: RightLives): RightStore;
  createInbox(appId: string, maxMessages: number): InboxStore;
  createPreferences(appId: string): PreferenceStore;
  /** Pushes that are sent later. */
  schedule: ScheduleStore;
  createPushStore(appId: string): PushStore;
  /** Of a secret that is kept under a name: the value that was offered first. */
  keepSecret(name: string, offered: string): Promise<string>;
  /** The secret from which the ids of persons come: the one that was offered first. */
  personSecret: SecretKeeper;
  /**
   * Waits until the file is open.
   *
   * @returns the name under which a file that could not be read was kept; null = it could be read
   * @throws DataFileError where the file cannot be used
   */
  opened(): Promise<string | null>;
  /** Whether the file takes writes now: asked by writing. */
  isReady(): Promise<boolean>;
  /** Writes what is asked and closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/**
 * Opens the file in a thread of its own.
 *
 * @param path made where it is not there, readable by its owner only
 * @param retention how much of the past the log of each app keeps
 */
export function openFileStore(path: string, retention: Record<string, Retention>): FileStore {
  const workerData: StoreOptions = { path: resolve(path), retention };
  const thread = new FileThread(workerData);
  const { ask } = thread;
  const tidy = (): void => void ask('tidy', null).catch(() => undefined);
  const stopTidying = runEvery(TIDY_EVERY, tidy);
  // What ended while no gateway ran.
  tidy();
  return {
    ask,
    createLog: (appId) => new FileLog(ask, appId, retention[appId]!),
    createInbox: (appId, maxMessages) => new FileInbox(ask, appId, maxMessages),
    createPreferences: (appId) => new FilePreferences(ask, appId),
    createPushStore: (appId) => new FilePushStore(ask, appId),
    keepSecret: (name, offered) => ask('secret', { name, offered }),
    createSessions: (appId) => new FileSessionStore(ask, appId),
    schedule: new FileSchedule(ask),
    choices: new FileChoices(ask),
    createRights: (appId, lives) => new FileRights(ask, appId, lives),
    personSecret: (offered) => ask('secret', { name: 'person', offered }),
    opened: () => thread.opened,
    isReady: readiness(ask),
    close: () => {
      stopTidying();
      return thread.close();
    },
  };
}

/** One probe for all who ask within a second: each writes. */
function readiness(ask: Ask): () => Promise<boolean> {
  let last: { at: number; isReady: Promise<boolean> } | null = null;
  return () => {
    const now = Date.now();
    if (last === null || Math.abs(now - last.at) > READY_WITHIN) last = { at: now, isReady: probe(ask) };
    return last.isReady;
  };
}

/** A disk that hangs does not answer at all. */
function probe(ask: Ask): Promise<boolean> {
  const written = ask('probe', null).then(
    () => true,
    () => false,
  );
  return Promise.race([written, delay(READY_WITHIN, false, { ref: false })]);
}

/** So many are worth a write to the disk of their own, so that this thread has something to do while the other one writes. */
const WORTH_A_WRITE = 16;

/**
 * The thread as the rest of the process sees it: what is asked in one turn, or while the disk writes, goes together. Much
 * goes in two halves: while the disk writes one, pushers hear of the other and push again.
 */
class FileThread {
  /** Resolves with the name of a file that was set aside, or null. */
  readonly opened: Promise<string | null>;
  readonly #worker: Worker;
  readonly #asked: Operation[] = [];
  readonly #askers: Waiting[] = [];
  /** At most two, in the order in which they are answered. */
  readonly #underWay: Waiting[][] = [];
  #ended: Promise<void> | null = null;
  #failure: Error | null = null;
  #isOpen = false;

  constructor(workerData: StoreOptions) {
    this.#worker = new Worker(new URL(`./store-worker${extname(import.meta.url)}`, import.meta.url), {
      workerData,
      execArgv: process.execArgv.filter(isImport),
    });
    this.opened = this.#open();
    this.opened.catch(() => undefined);
  }

  /** An arrow function, so that it can be handed on. */
  readonly ask: Ask = (name, ask, now = Date.now()) =>
    new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      this.#asked.push({ name, ask, now });
      this.#askers.push({ resolve, reject });
      if ([1, WORTH_A_WRITE].includes(this.#asked.length)) queueMicrotask(() => this.#send());
    });

  close(): Promise<void> {
    this.#ended ??= new Promise((resolve) => {
      this.#worker.once('exit', () => resolve());
      // Behind what was asked: the thread answers in order.
      const end = (): void => {
        if (this.#failure !== null) resolve();
        else if (this.#asked.length > 0 || this.#underWay.length > 0) setImmediate(end);
        else {
          // An answer that came meanwhile has let go of it.
          this.#worker.ref();
          this.#worker.postMessage(null);
        }
      };
      end();
    });
    return this.#ended;
  }

  #open(): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        this.#fail(error);
        reject(error);
      };
      this.#worker.once('message', ({ problem, setAside }: Opened) => {
        if (problem !== null) {
          fail(new DataFileError(problem));
          return;
        }
        this.#worker.on('message', (outcomes: Outcome[] | string) =>
          this.#take(typeof outcomes === 'string' ? (JSON.parse(outcomes) as Outcome[]) : outcomes),
        );
        this.#isOpen = true;
        this.#worker.unref();
        this.#send();
        resolve(setAside);
      });
      this.#worker.once('error', fail);
      this.#worker.once('exit', () => fail(new Error('The thread of the data file has ended.')));
    });
  }

  #send(): void {
    while (this.#isOpen && this.#asked.length >= [1, WORTH_A_WRITE, Infinity][this.#underWay.length]!) {
      const isMuch = this.#underWay.length === 0 && this.#asked.length >= 2 * WORTH_A_WRITE;
      this.#sendSome(isMuch ? Math.ceil(this.#asked.length / 2) : this.#asked.length);
    }
  }

  #sendSome(count: number): void {
    // An answer that somebody waits for keeps the process alive; an idle file does not.
    this.#worker.ref();
    this.#underWay.push(this.#askers.splice(0, count));
    const asked = this.#asked.splice(0, count);
    // As one text, pushes go to the other thread for half of what objects take. What else is asked is not all JSON.
    const arePushes = asked.every(({ name }) => name === 'append');
    this.#worker.postMessage(arePushes ? JSON.stringify(asked) : asked);
  }

  #take(outcomes: readonly Outcome[]): void {
    const waiting = this.#underWay.shift()!;
    if (this.#underWay.length === 0) this.#worker.unref();
    this.#send();
    outcomes.forEach((outcome, index) => {
      if ('error' in outcome) waiting[index]!.reject(new Error(outcome.error));
      else waiting[index]!.resolve(outcome.answer as never);
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of [...this.#underWay.flat(), ...this.#askers]) reject(error);
    for (const list of [this.#underWay, this.#asked, this.#askers]) list.length = 0;
  }
}

/** Of the options of Node only what loads modules is for a thread: `--eval` would end it. */
function isImport(option: string, index: number, options: readonly string[]): boolean {
  return option.startsWith('--import') || options[index - 1] === '--import';
}
