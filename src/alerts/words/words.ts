/** Forms of a text by the plural rules of its language; `#` stands for the number. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Words that go with a number. */
export type PluralName = 'more' | 'times' | 'several' | 'away' | 'unread';

/** Words that stand for themselves; in `action`, `#` is what can be done. */
export type TextName =
  | ('region' | 'close' | 'clear' | 'action' | 'info' | 'success' | 'warning' | 'danger')
  | ('all' | 'onlyUnread' | 'markRead' | 'markAllRead' | 'dismiss' | 'empty' | 'noneUnread' | 'now')
  | ('time' | 'timeNormal' | 'timeLonger' | 'timeAlways' | 'desktop');

/** Every word that alerts say by themselves, in one language. */
export type Words = Readonly<Record<TextName, string> & Record<PluralName, Plural>>;
