/** The longest name of a topic, in characters. */
const MAX_TOPIC_LENGTH = 128;

/**
 * Says why a topic cannot be used, in a sentence part that follows the name of its field.
 *
 * One name has one spelling: what looks the same, or would be folded into it on its way, is refused.
 *
 * @returns the reason, or null where the topic can be used
 */
export function topicProblem(topic: unknown): string | null {
  if (typeof topic !== 'string') return 'must be a text';
  if (topic === '') return 'must not be empty';
  if (topic.length > MAX_TOPIC_LENGTH) return `must have at most ${MAX_TOPIC_LENGTH} characters`;
  if (/[\p{C}\p{Z}]/u.test(topic)) return 'must have no blanks and no invisible characters';
  if (/[*,]/.test(topic)) return 'must have neither "*" nor ","';
  if (topic !== topic.normalize('NFC')) return 'must be in the composed form of Unicode (NFC)';
  return null;
}
