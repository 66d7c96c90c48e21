import type { Clock } from '../../clock.js';

/** The longest sound, in milliseconds: longer ones must be stoppable. */
const LONGEST = 2_900;
/** The two tones of the built-in sound: frequency in hertz, beginning in seconds. */
const TONES = [
  [660, 0],
  [880, 0.12],
] as const;
const TONE_LENGTH = 0.22;
const LOUDNESS = 0.12;

/**
 * Plays a sound. Browsers let a page play only after a person has done something on it; before, nothing is heard.
 *
 * @param address of an audio file; empty = the built-in sound
 */
export function playSound(view: Window, address: string, clock: Clock): void {
  try {
    if (address === '') playTones(view, clock);
    else playFile(view, address, clock);
  } catch {
    // A page without audio is a page without sounds.
  }
}

function playFile(view: Window, address: string, clock: Clock): void {
  const audio = new (view as Window & typeof globalThis).Audio(address);
  void audio.play().catch(() => undefined);
  clock.after(LONGEST, () => audio.pause());
}

function playTones(view: Window, clock: Clock): void {
  const context = new (view as Window & typeof globalThis).AudioContext();
  for (const [frequency, start] of TONES) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const begin = context.currentTime + start;
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(LOUDNESS, begin);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + TONE_LENGTH);
    tone.connect(loudness).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + TONE_LENGTH);
  }
  clock.after(LONGEST, () => void context.close());
}
