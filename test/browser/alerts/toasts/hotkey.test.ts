import { expect } from '@open-wc/testing';
import { isHotkey, parseHotkey, type KeyPress } from '../../../../src/alerts/toasts/hotkey.js';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});

describe('hotkey', () => {
  it('is a key with modifiers, and no letter alone', () => {
    expect(parseHotkey('F6')).to.include({ key: 'f6', ctrl: false });
    expect(parseHotkey('Control + Shift+M')).to.include({ key: 'm', ctrl: true, shift: true, alt: false });
    for (const wrong of ['m', 'Shift+M', 'Hyper+M', 'Ctrl+', ''])
      expect(parseHotkey(wrong), wrong).to.equal(null);
  });

  it('fits exactly its modifiers', () => {
    const hotkey = parseHotkey('Alt+T')!;
    expect(isHotkey(hotkey, press('t', { altKey: true }))).to.equal(true);
    expect(isHotkey(hotkey, press('†', { altKey: true, code: 'KeyT' }))).to.equal(true);
    expect(isHotkey(hotkey, press('t'))).to.equal(false);
    expect(isHotkey(hotkey, press('t', { altKey: true, ctrlKey: true }))).to.equal(false);
  });

  it('leaves keys to an input method that composes', () => {
    expect(isHotkey(parseHotkey('F6')!, press('F6', { isComposing: true }))).to.equal(false);
  });
});
