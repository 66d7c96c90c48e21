import { warnOnce } from '../warn.js';
import { SETTING_ATTRIBUTES, type WrittenSettings } from './settings.js';

/** A file of this package in an address, whatever a build step or a plugin has put around its name. */
const OWN_FILE = /(^|[/_-])dx-realtime[\w.-]*\.m?js([?#]|$)/i;

/**
 * Finds the tag that runs the script, however it is run: a plain tag, `type="module"`, one that another script injected,
 * one that a plugin has delayed and perhaps renamed.
 *
 * @param stack of an error that the script made: its own address stands there
 * @returns null where there is none, as in a bundle or with an import map
 */
export function findScriptTag(document: Document, stack: string): HTMLScriptElement | null {
  const { currentScript } = document;
  const scripts = [...document.querySelectorAll('script')];
  const byAddress = scripts.filter(({ src }) => src !== '' && stack.includes(`${src}:`));
  const byName = scripts.filter((script) =>
    [...script.attributes].some(({ name, value }) => /src|href/.test(name) && OWN_FILE.test(value)),
  );
  const running = currentScript instanceof HTMLScriptElement ? [currentScript] : [];
  const candidates = [...running, ...byAddress, ...byName];
  return candidates.find((script) => hasSettings(script)) ?? candidates[0] ?? null;
}

/** The settings in the `data-` attributes of the script tag. Attributes that only look like one are told. */
export function readScriptTag(script: HTMLScriptElement): WrittenSettings {
  const known = Object.values(SETTING_ATTRIBUTES);
  for (const { name } of script.attributes) {
    const near = known.find((attribute) => plain(`data-${attribute}`) === plain(name));
    if (near !== undefined && name !== `data-${near}`)
      warnOnce(`<script ${name}> is not read; it is written data-${near}`);
  }
  const names = Object.entries(SETTING_ATTRIBUTES);
  return Object.fromEntries(
    names.map(([setting, attribute]) => [setting, script.getAttribute(`data-${attribute}`)]),
  );
}

function hasSettings(script: HTMLScriptElement): boolean {
  return Object.values(SETTING_ATTRIBUTES).some((attribute) => script.hasAttribute(`data-${attribute}`));
}

const plain = (name: string): string => name.toLowerCase().replace(/[-_]/g, '');
