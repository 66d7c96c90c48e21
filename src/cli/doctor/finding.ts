/** What one check found. */
export interface Finding {
  /** `skipped`: what it needs was not given. */
  result: 'ok' | 'wrong' | 'skipped';
  /** What is so, in one sentence. */
  sentence: string;
  /** How to mend it, where something is wrong. */
  advice?: string;
}

export const ok = (sentence: string): Finding => ({ result: 'ok', sentence });
export const wrong = (sentence: string, advice: string): Finding => ({ result: 'wrong', sentence, advice });
export const skipped = (sentence: string): Finding => ({ result: 'skipped', sentence });

/** What the doctor was told. */
export interface Patient {
  url: URL;
  appId: string | undefined;
  /** Origin of the pages that connect. */
  origin: string | undefined;
  sessionId: string | undefined;
  pushKey: string | undefined;
  /** To which a page would listen. */
  topic: string | undefined;
  topicToken: string | undefined;
}

/** How long one check waits, in milliseconds. */
export const PATIENCE = 10_000;
