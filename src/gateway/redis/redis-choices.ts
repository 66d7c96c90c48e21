import type { RedisConnection } from './redis-client.js';
import { CHOICE_LIFETIME, type ChoiceKeeper, type KeptChoice } from '../choices.js';
import { redisKey } from './redis-keys.js';

const keyOf = (app: string, print: string): string => redisKey([app, 'choice', print]);

/** Answers to choices that all nodes share. An empty value: a node is at work. */
export class RedisChoices implements ChoiceKeeper {
  readonly #client: RedisConnection;

  constructor(client: RedisConnection) {
    this.#client = client;
  }

  async begin(app: string, print: string, seconds: number): Promise<KeptChoice> {
    const key = keyOf(app, print);
    const life = Math.max(1, Math.ceil(seconds));
    if ((await this.#client.set(key, '', 'EX', life, 'NX')) === 'OK') return { state: 'new' };
    const kept = await this.#client.get(key);
    return kept ? { state: 'answered', answer: JSON.parse(kept) } : { state: 'running' };
  }

  async answered(app: string, print: string, answer: unknown): Promise<void> {
    await this.#client.set(keyOf(app, print), JSON.stringify(answer), 'EX', CHOICE_LIFETIME);
  }

  async failed(app: string, print: string): Promise<void> {
    await this.#client.del(keyOf(app, print));
  }
}
