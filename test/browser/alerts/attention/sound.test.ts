import { expect } from '@open-wc/testing';
import { playSound } from '../../../../src/alerts/attention/sound.js';
import { FakeClock } from '../support/alerts.js';

describe('playSound', () => {
  it('stops a file before three seconds are over, however long it is', () => {
    const heard: string[] = [];
    class Player {
      constructor(readonly address: string) {}
      play(): Promise<void> {
        heard.push(`play ${this.address}`);
        return Promise.resolve();
      }
      pause(): void {
        heard.push('pause');
      }
    }
    const clock = new FakeClock();
    playSound({ Audio: Player } as unknown as Window, '/bell.mp3', clock);
    clock.pass(2_000);
    expect(heard).to.deep.equal(['play /bell.mp3']);
    clock.pass(999);
    expect(heard).to.deep.equal(['play /bell.mp3', 'pause']);
  });

  it('plays nothing where there is no audio, and the page goes on', () => {
    for (const address of ['', '/bell.mp3'])
      expect(() => playSound({} as Window, address, new FakeClock()), address).not.to.throw();
  });
});
