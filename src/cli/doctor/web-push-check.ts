import { allows } from './content-policy.js';
import { ok, skipped, wrong, type Finding } from './finding.js';
import { ask } from './http-checks.js';
import type { Page } from './page.js';

/** What the worker says of itself, as the build makes it. */
const OWN_WORKER = /\bdxPush\b/;

/** Can this page let people be called while none of its tabs is open? Whether they allow it, only their browser knows. */
export async function checkWebPush({ address, elements, policies }: Page): Promise<Finding> {
  if (!elements.some(({ attributes }) => attributes.get('desktop') === 'always'))
    return skipped('No element asks for it: desktop="always" of <dx-alert-toast>.');
  if (!isSecure(address))
    return wrong(
      `Browsers call nobody for a page of ${address.origin}: it is not on https.`,
      'Give the site a certificate.',
    );
  const worker = new URL('/dx-push.js', address);
  if (
    !policies.every((policy) => allows(policy, { directive: 'worker-src', address: worker, page: address }))
  )
    return wrong(`The policy refuses the worker ${worker.href}.`, "Add 'self' to worker-src.");
  return checkFile(worker);
}

async function checkFile(worker: URL): Promise<Finding> {
  // A browser follows no redirect to a worker either.
  const answer = await ask(worker);
  const type = answer.headers.get('content-type') ?? '';
  if (!answer.ok || !/javascript|ecmascript/.test(type))
    return wrong(
      `The worker is not at ${worker.href}: the answer is ${answer.status}, ${type || 'without a type'}.`,
      'Put dist/dx-push.js at the root of the site, without a redirect.',
    );
  if (!OWN_WORKER.test(await answer.text()))
    return wrong(
      `What is at ${worker.href} is not the worker of this package.`,
      'Put dist/dx-push.js of this version there.',
    );
  return ok(`The worker is at ${worker.href}; it calls those who have allowed it in their browser.`);
}

/** Browsers take this machine for safe, too. */
const isSecure = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
