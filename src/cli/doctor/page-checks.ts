import { createHash } from 'node:crypto';
import { allows } from './content-policy.js';
import { ok, skipped, wrong, type Finding } from './finding.js';
import { ask } from './http-checks.js';
import { resolve, type OwnScript, type Page } from './page.js';

/** Where the elements of a page connect, as far as its markup says so. */
export interface Target {
  url: URL;
  appId: string | undefined;
}

/** What a script tag may say; the command line shares no code with pages. */
export const SETTINGS: readonly string[] = [
  'data-url',
  'data-app-id',
  'data-path',
  'data-transports',
  'data-session-key',
  'data-session-id',
  'data-session-src',
  'data-session-path',
  'data-person-key',
  'data-with-credentials',
  'data-share',
];
const ALL_IN_ONE = 'dist/dx-realtime.all.js needs no other file.';

/** Is the script on the page once, and does its address answer with it? */
export async function checkScript({ scripts, elements, address: page }: Page): Promise<Finding> {
  const [script, ...others] = scripts;
  if (script === undefined) {
    return elements.length === 0
      ? wrong(
          'The page has no script tag and no element of dx-realtime.',
          'Check the address. What other scripts add to a page is not seen here.',
        )
      : skipped('No script tag of dx-realtime: the elements come from a bundle, or the tag is missing.');
  }
  const other = others.find(({ address }) => address.href !== script.address.href);
  if (other !== undefined) {
    return wrong(
      `Two versions are on the page: ${script.address.href} and ${other.address.href}. Each opens a connection of its own.`,
      'Keep one script tag.',
    );
  }
  const answer = await ask(script.address, { redirect: 'follow' });
  const type = answer.headers.get('content-type') ?? '';
  if (!answer.ok || /html/.test(type)) {
    return wrong(
      `The script is not at ${script.address.href}: the answer is ${answer.status}, ${type || 'without a type'}.`,
      'Put dist/dx-realtime.js there with the folder dist/parts/ beside it, or take dist/dx-realtime.all.js alone.',
    );
  }
  return checkHash(script, Buffer.from(await answer.arrayBuffer()), answer, page);
}

function checkHash({ tag, address }: OwnScript, file: Buffer, answer: Response, page: URL): Finding {
  const integrity = tag.attributes.get('integrity');
  if (integrity === undefined) return ok(`The script is at ${address.href}.`);
  const fits = integrity.split(/\s+/).some((one) => {
    const [algorithm = '', hash] = one.split(/-(.*)/);
    return (
      /^sha(256|384|512)$/.test(algorithm) && createHash(algorithm).update(file).digest('base64') === hash
    );
  });
  if (!fits) {
    return wrong(
      'The hash in "integrity" is of another file: browsers refuse the script.',
      `Take the hash of this version, sha384-${createHash('sha384').update(file).digest('base64')}.`,
    );
  }
  const isForeign = address.origin !== page.origin;
  if (
    isForeign &&
    !(tag.attributes.has('crossorigin') && answer.headers.has('access-control-allow-origin'))
  ) {
    return wrong(
      'A script of another domain with "integrity" needs CORS: browsers refuse it.',
      'Write crossorigin="anonymous" on the tag, and let the other domain send Access-Control-Allow-Origin.',
    );
  }
  return ok(`The script is at ${address.href}, with the hash of its tag.`);
}

/** Are the files there that the script loads on first use? */
export async function checkParts(page: Page, names: readonly string[]): Promise<Finding> {
  const [script] = page.scripts;
  if (script === undefined) return skipped('Without a script tag there are no parts to look for.');
  if (script.address.pathname.endsWith('.all.js')) return ok('The script is the one file with everything.');
  const answers = await Promise.all(
    names.map(async (name) => {
      const response = await ask(new URL(`parts/${name}`, script.address), {
        headers: { Origin: page.address.origin },
      });
      const isScript =
        response.ok && /javascript|ecmascript/.test(response.headers.get('content-type') ?? '');
      return { name, isScript, allowed: response.headers.get('access-control-allow-origin') };
    }),
  );
  const missing = answers.filter(({ isScript }) => !isScript).map(({ name }) => name);
  const folder = new URL('parts/', script.address).href;
  if (missing.length > 0) {
    return wrong(
      `${missing.length} of ${names.length} parts are missing in ${folder}: ${missing.slice(0, 4).join(', ')}${missing.length > 4 ? ' …' : ''}.`,
      `Put the folder dist/parts/ of the same version there, or change the tag: ${ALL_IN_ONE}`,
    );
  }
  const isForeign = script.address.origin !== page.address.origin;
  if (isForeign && answers.some(({ allowed }) => allowed !== '*' && allowed !== page.address.origin)) {
    return wrong(
      `${folder} lies on another domain, which sends no Access-Control-Allow-Origin: browsers refuse the parts.`,
      `Let it send the header, or change the tag: ${ALL_IN_ONE}`,
    );
  }
  return ok(`All ${names.length} parts are in ${folder}`);
}

/** Do the elements know where to connect? */
export function checkSettings(page: Page): Finding {
  const lost = page.scripts.flatMap(({ tag }) =>
    [...tag.attributes.keys()].flatMap((name) => {
      const near = SETTINGS.find((known) => known !== name && plain(known) === plain(name));
      return near === undefined ? [] : [[name, near] as const];
    }),
  );
  if (lost[0] !== undefined) {
    const [name, near] = lost[0];
    return wrong(`The setting "${name}" of the script tag is not read.`, `Write it "${near}".`);
  }
  const target = targetOf(page);
  if (target === null) {
    return page.scripts.length === 0
      ? skipped('No settings are in the markup; a bundle gives them to configure().')
      : wrong(
          'Nothing says where to connect: neither the script tag nor an element has "app-id" or "url".',
          'Write data-app-id="…" or data-url="…" on the script tag. Plugins that delay scripts may have dropped it.',
        );
  }
  if (/^YOUR_/i.test(target.appId ?? ''))
    return wrong(
      `The app id is still "${target.appId}", as in the examples.`,
      'Write the id of your app on the script tag.',
    );
  if (page.address.protocol === 'https:' && target.url.protocol === 'http:')
    return wrong(
      `A page on https may not connect to ${target.url.origin}.`,
      'Give the gateway a certificate, and write https:// in the setting.',
    );
  return ok(`Elements connect to ${target.url.origin}${target.appId ? `, app "${target.appId}"` : ''}.`);
}

/** @returns null where the markup does not say, or says no address */
export function targetOf({ scripts, elements, base, address }: Page): Target | null {
  const given = (name: string): string | undefined =>
    [
      ...scripts.map(({ tag }) => tag.attributes.get(`data-${name}`)),
      ...elements.map((tag) => tag.attributes.get(name)),
    ].find((value) => value !== undefined);
  const [written, appId] = [given('url'), given('app-id')];
  if (written === undefined && !appId) return null;
  const url = written === '' ? address : resolve(written ?? 'https://api.directual.com', base);
  return url === null ? null : { url, appId: appId || undefined };
}

const plain = (name: string): string => name.replaceAll(/[-_]/g, '');

/** Does the content security policy let the script, its parts and the connection through? */
export function checkPolicy(page: Page): Finding {
  const { policies, scripts, address } = page;
  if (policies.length === 0) return ok('There is no content security policy in the way.');
  const isLetThrough = (wanted: Omit<Parameters<typeof allows>[1], 'page'>): boolean =>
    policies.every((policy) => allows(policy, { ...wanted, page: address }));
  const [script] = scripts;
  if (script !== undefined) {
    const [nonce, integrity] = ['nonce', 'integrity'].map((name) => script.tag.attributes.get(name));
    const wanted = { directive: 'script-src', nonce } as const;
    if (!isLetThrough({ ...wanted, integrity, address: script.address })) {
      return wrong(
        `The policy refuses the script ${script.address.href}.`,
        `Add ${script.address.origin} to script-src, or the nonce of the page to the tag.`,
      );
    }
    const part = new URL('parts/toasts.js', script.address);
    if (!script.address.pathname.endsWith('.all.js') && !isLetThrough({ ...wanted, address: part })) {
      return wrong(
        `The policy lets the script through, but not its parts in ${new URL('.', part).href}`,
        `Add that address to script-src, or change the tag: ${ALL_IN_ONE}`,
      );
    }
  }
  const target = targetOf(page);
  const server = target === null ? [] : [target.url.origin, target.url.origin.replace('http', 'ws')];
  const refused = server.filter(
    (origin) => !isLetThrough({ directive: 'connect-src', address: new URL(origin) }),
  );
  return refused.length > 0
    ? wrong(
        `The policy refuses connections to ${refused.join(' and ')}.`,
        `Add ${refused.join(' ')} to connect-src.`,
      )
    : ok('The content security policy lets the script and the connection through.');
}
