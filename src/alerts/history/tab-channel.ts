import type { UserScope } from '../../data/user-scope.js';

/** What tabs tell each other about alerts: never what they say, only which. */
export interface TabNews {
  /** `shown`: as a toast. `added`: they are in the storage now. `preferred`: what the person wants was changed. */
  type: 'shown' | 'added' | 'read' | 'dismissed' | 'preferred';
  ids: readonly string[];
}

/** The tabs of one browser in which the same person has the same app open. */
export interface TabChannel {
  broadcast(news: TabNews): void;
  close(): void;
}

/** With the version of what tabs tell each other: tabs of another one stand apart. */
const NAME = 'dx-realtime alerts 2';
/** Without BroadcastChannel every tab stands alone. */
const ALONE: TabChannel = { broadcast: () => undefined, close: () => undefined };

export function openTabChannel(
  view: Window,
  { app, user }: UserScope,
  heard: (news: TabNews) => void,
): TabChannel {
  const { BroadcastChannel: Channel } = view as Window & { BroadcastChannel?: typeof BroadcastChannel };
  if (Channel === undefined) return ALONE;
  try {
    const channel = new Channel(`${NAME} ${app} ${user}`);
    channel.addEventListener('message', ({ data }) => {
      if (isNews(data)) heard(data);
    });
    return { broadcast: (news) => channel.postMessage(news), close: () => channel.close() };
  } catch {
    // A frame that may not use storage may not use channels either.
    return ALONE;
  }
}

function isNews(data: unknown): data is TabNews {
  const { type, ids } = (data ?? {}) as Partial<TabNews>;
  return (
    ['shown', 'added', 'read', 'dismissed', 'preferred'].includes(type as string) &&
    Array.isArray(ids) &&
    ids.every((id) => typeof id === 'string')
  );
}
