/** Forms of a text by the plural rules of its language; `#` stands for the number. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Words that go with a number. */
export type PluralName =
  'more' | 'times' | 'several' | 'away' | 'unread' | 'arrived' | 'dismissed' | 'tooLong';

/** Words that stand for themselves; in some, `#` is what they are about: what can be done, a state, who is typing. */
export type TextName =
  | ('region' | 'close' | 'clear' | 'action' | 'info' | 'success' | 'warning' | 'danger')
  | ('all' | 'onlyUnread' | 'markRead' | 'markAllRead' | 'dismiss' | 'empty' | 'noneUnread' | 'now')
  | ('time' | 'timeNormal' | 'timeLonger' | 'timeAlways' | 'desktop' | 'desktopBlocked')
  | (
      | 'connection'
      | 'live'
      | 'connecting'
      | 'reconnecting'
      | 'offline'
      | 'unauthorised'
      | 'idle'
      | 'incomplete'
    )
  | ('messages' | 'write' | 'send' | 'notSent' | 'refused' | 'retry' | 'discard' | 'newMessages')
  | ('undo' | 'settings' | 'emptyHint' | 'sent' | 'removed' | 'noMessagesHint' | 'onlyText')
  | ('noMessages' | 'waiting' | 'historyFailed' | 'you' | 'typing' | 'typingSeveral' | 'latest')
  | ('done' | 'choiceUnsent' | 'choiceUnanswered' | 'choiceRefused' | 'showMore' | 'busy' | 'goOn')
  | ('categories' | 'deliveryPush' | 'deliveryToast' | 'deliverySilent' | 'deliveryNone' | 'critical');

/** Every word that the elements say by themselves, in one language. */
export type Words = Readonly<Record<TextName, string> & Record<PluralName, Plural>>;

/** Names of those of some words that are texts, or that go with a number. */
export type NamesOf<All, Kind extends string | Plural> = {
  [Name in keyof All]: All[Name] extends Kind ? Name : never;
}[keyof All];
