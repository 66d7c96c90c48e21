import type { User } from '../user.js';

/** Who asks to listen to what. */
export interface TopicQuestion {
  /** Null = nobody is signed in. */
  user: User | null;
  topic: string;
}

/** Says whether somebody may listen to a topic; asked each time that they begin to. */
export type TopicCheck = (question: TopicQuestion) => boolean | Promise<boolean>;

/**
 * Who may listen to a topic.
 *
 * - `anyone`: every client of the app
 * - `signed-in`: every client with a session
 * - `signed`: who has a token that the back end made with `topicSecret`; see {@link createTopicToken}
 * - a function: whoever it says true of
 * - `{ check }`: as a function, an address that is asked by `POST` with `{ app, user, topic }`, `user` null or `{ id, role }`,
 *   and answers `{ "allowed": true }` or `{ "allowed": false }`
 */
export type TopicRule = 'anyone' | 'signed-in' | 'signed' | TopicCheck | { check: string };

/** Rules by pattern: `*` stands for one or more characters. */
export type TopicRules = Readonly<Record<string, TopicRule>>;

/** @returns the rule of the first pattern that fits; undefined = nobody may listen */
export function ruleFor(rules: TopicRules, topic: string): TopicRule | undefined {
  return Object.entries(rules).find(([pattern]) => fits(pattern, topic))?.[1];
}

/** Piece by piece and without a regular expression, whose time a name could make grow. */
function fits(pattern: string, topic: string): boolean {
  const [start, ...rest] = pattern.split('*') as [string, ...string[]];
  const end = rest.pop();
  if (end === undefined) return pattern === topic;
  if (!topic.startsWith(start)) return false;
  let at = start.length;
  for (const piece of rest) {
    const found = topic.indexOf(piece, at + 1);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return topic.endsWith(end) && topic.length - end.length > at;
}
