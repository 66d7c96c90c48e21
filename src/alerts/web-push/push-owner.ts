import { isSamePerson, type UserScope } from '../../data/user-scope.js';

/** For whom this browser is subscribed. */
export interface PushOwner {
  /** As in a {@link UserScope}: no session can be learned from it. */
  readonly user: string;
  /** Path of the scope of the service worker. */
  readonly path: string;
}

const nameOf = (app: string): string => `dx-realtime web push ${app}`;

/** @returns null where the browser is subscribed for nobody */
export function readPushOwner(view: Window, app: string): PushOwner | null {
  try {
    const owner = JSON.parse(view.localStorage.getItem(nameOf(app)) ?? 'null') as Partial<PushOwner> | null;
    return typeof owner?.path === 'string' ? { user: String(owner.user), path: owner.path } : null;
  } catch {
    return null;
  }
}

/** @param owner null = nobody */
export function writePushOwner(view: Window, app: string, owner: PushOwner | null): void {
  try {
    if (owner === null) view.localStorage.removeItem(nameOf(app));
    else view.localStorage.setItem(nameOf(app), JSON.stringify(owner));
  } catch {
    // Where nothing may be stored, there is no service worker either.
  }
}

/** Whether the browser is subscribed for somebody else than who is there: nobody is told of another person's alerts. */
export function isPushForeign(view: Window, scope: UserScope): boolean {
  const owner = readPushOwner(view, scope.app);
  return owner !== null && !scope.keepsOthers && !isSamePerson({ ...scope, user: owner.user }, scope);
}
