import { expect } from '@open-wc/testing';
import { importPart, missingPartRemedy, watchMissingParts } from '../../src/missing-parts.js';
import { warningsDuring } from './support/page.js';
import { makePage } from './support/servers.js';

/** A file that cannot be loaded as a module until it is mended. */
async function brokenPart(): Promise<{ address: string; mend: () => Promise<unknown> }> {
  const part = await makePage({ html: 'not found', type: 'text/plain' });
  const module = { html: 'export const at = import.meta.url;', type: 'text/javascript' };
  return { address: new URL(part.path, location.href).href, mend: () => part.set(module) };
}

const fails = (name: string, address: string): Promise<boolean> =>
  importPart(name, address).then(
    () => false,
    () => true,
  );

describe('a part of the script', () => {
  it('that could not be loaded is loaded when it is there, once however often it is asked for, and is no longer missing', async () => {
    const { address, mend } = await brokenPart();
    let changes = 0;
    const stop = watchMissingParts(() => (changes += 1));
    const [warning] = await warningsDuring(async () => {
      for (const name of ['first', 'first']) expect(await fails(name, address)).to.equal(true);
    });
    expect(warning).to.contain(`${address} could not be loaded. Put the folder "parts" beside the script`);
    expect([missingPartRemedy()?.split(' ')[0], changes]).to.deep.equal([address, 1]);
    await mend();
    const parts = await Promise.all([importPart('first', address), importPart('first', address)]);
    expect(parts[0]).to.equal(parts[1]);
    expect(await importPart('first', address)).to.equal(parts[0]);
    expect((parts[0] as { at: string }).at.split('#')[0]).to.equal(address);
    expect([missingPartRemedy(), changes]).to.deep.equal([null, 2]);
    stop();
  });

  it('of which the page says what must stand in it is asked for under no other address', async () => {
    const { address, mend } = await brokenPart();
    const map = document.createElement('script');
    map.type = 'importmap';
    map.textContent = '{ "integrity": {} }';
    document.head.append(map);
    await warningsDuring(() => fails('pinned', address));
    await mend();
    // Some browsers ask again, and some remember that it could not be loaded.
    const at = await importPart('pinned', address).then(
      (part) => (part as { at: string }).at,
      () => address,
    );
    expect(at).to.equal(address);
    map.remove();
  });
});
