/** What the worker needs of its global scope: the types of browsers have either pages or workers. */
export interface PushWorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly location: Location;
  readonly clients: {
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly PageClient[]>;
    openWindow(address: string): Promise<PageClient | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof PushWorkerEvents>(
    name: Name,
    listener: (event: PushWorkerEvents[Name]) => void,
  ): void;
}

/** A page of the site. */
export interface PageClient {
  readonly url: string;
  focus(): Promise<PageClient>;
  postMessage(message: unknown, transfer?: Transferable[]): void;
}

interface WorkerEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface PushWorkerEvents {
  install: WorkerEvent;
  push: WorkerEvent & { readonly data: { text(): string } | null };
  notificationclick: WorkerEvent & { readonly notification: Notification };
  pushsubscriptionchange: WorkerEvent & {
    /** Absent in browsers of former versions. */
    readonly oldSubscription?: PushSubscription | null;
    readonly newSubscription?: PushSubscription | null;
  };
}
