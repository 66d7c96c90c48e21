import { gatewayForAll, isConnectedAs } from '../support/gateway.js';
import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import '../../../src/define/dx-alert-toast.js';
import type {
  AlertActionDetail,
  AlertDetail,
  AlertDismissedDetail,
  AlertOutcomeDetail,
  AlertShownDetail,
} from '../../../src/elements/dx-alert-toast.events.js';
import '../../../src/define/dx-inbox.js';
import type { DxInbox } from '../../../src/elements/dx-inbox.js';
import type { DxAlertToast } from '../../../src/elements/dx-alert-toast.js';
import {
  announcements,
  drawsAlerts,
  hosts,
  nextTask,
  toast,
  toasts,
  expectSame,
} from '../alerts/support/drawn.js';
import { makePage, startPlainServer } from '../support/servers.js';
import { eventually, liveConnection, signIn, until, useServer, warningsDuring } from '../support/page.js';

interface Details {
  'dx-alert': AlertDetail;
  'dx-alert-shown': AlertShownDetail;
  'dx-alert-action': AlertActionDetail;
  'dx-alert-outcome': AlertOutcomeDetail;
  'dx-alert-dismissed': AlertDismissedDetail;
}
async function next<Type extends keyof Details>(element: Element, type: Type): Promise<Details[Type]> {
  const event = await oneEvent<CustomEvent<Details[Type]>>(element, type);
  return event.detail;
}

/** Everything that a message could have smuggled in. */
const isClean = (): boolean =>
  hosts().every(
    ({ shadowRoot }) =>
      shadowRoot!.querySelector('img, script, iframe, object, b, [onerror], [onload], [onclick], [style]') ===
        null &&
      [...shadowRoot!.querySelectorAll('a')].every(({ href }) => /^(https?|mailto|tel):/.test(href)),
  );

describe('dx-alert-toast', () => {
  const gateway = gatewayForAll();

  const push = (message: unknown, eventName = 'alerts', userID = '*') =>
    gateway.push({ userID, eventName, message });
  // What is shown stays, however long a busy machine takes to look at it.
  const make = (template = html`<dx-alert-toast event-name="alerts" duration="600000"></dx-alert-toast>`) =>
    fixture<DxAlertToast>(template);
  const makeLive = async (template?: ReturnType<typeof html>): Promise<DxAlertToast> => {
    const element = await make(template);
    await liveConnection();
    return element;
  };
  const signInAs = async (element: DxAlertToast, user: string): Promise<void> => {
    signIn(await gateway.login(user));
    await eventually(isConnectedAs(gateway, user), `${user} is connected`);
    // The page has heard who is signed in where something for that person has come.
    await push(`for ${user}`, 'alerts', user);
    const texts = (): string[] => toasts().map((item) => item.querySelector('.lines')!.textContent);
    await until(() => texts().join() === `for ${user}`, `${user} is known, and nobody else`);
    element.clear();
    await until(() => toasts().length === 0, 'cleared');
  };

  describe('messages', () => {
    it('shows a text and an object, and says so', async () => {
      const element = await makeLive();
      setTimeout(() => void push('Saved'));
      expect((await next(element, 'dx-alert-shown')).alert.text).to.equal('Saved');
      await push({ title: 'Payment', text: 'Declined', variant: 'danger' });
      await until(() => toasts().length === 2, 'both shown');
      expect(toast('Payment').textContent).to.contain('Error:');
      await until(() => announcements()[1] === 'Error: Payment. Declined', 'announced');
    });

    it('works on a server that knows nothing of this project, and shows a message once there, too', async () => {
      const server = await startPlainServer();
      useServer(server.url);
      await makeLive();
      await make();
      await server.emit('alerts', 'Hello');
      await server.emit('alerts', 'After');
      await until(() => toasts().length === 2, 'shown');
      expectSame(toast('Hello').querySelector('.count'), null);
      await server.stop();
    });

    it('reads other shapes by the map, and warns where no text is found', async () => {
      const element = await make(
        html`<dx-alert-toast
          event-name="alerts"
          map="text: body.note, titel: x"
          duration="600000"
        ></dx-alert-toast>`,
      );
      expect(element.show({ body: { note: 'Mapped' } })).to.be.a('string');
      const warnings = await warningsDuring(() => element.show({ subject: 'S', from: 'F' }));
      expect(warnings.join()).to.contain('subject, from');
      await nextTask();
      expect(toasts()).to.have.length(1);
      toast('Mapped');
    });

    it('shows a message once where two elements hear it', async () => {
      await makeLive();
      await make(
        html`<dx-alert-toast event-name="alerts" placement="top-start" duration="600000"></dx-alert-toast>`,
      );
      await push('Once');
      await push('After');
      await until(() => toasts().some(({ textContent }) => textContent.includes('After')), 'the later one');
      expect(toasts()).to.have.length(2);
      expectSame(toast('Once').querySelector('.count'), null);
    });

    it('shows the same id once', async () => {
      const element = await make();
      expect(element.show({ id: 'order-1', text: 'a' })).to.be.a('string');
      expect(element.show({ id: 'order-1', text: 'b' })).to.equal(null);
    });

    it('never makes markup of a message', async () => {
      const element = await make(
        html`<dx-alert-toast event-name="alerts" max-visible="10" duration="600000"></dx-alert-toast>`,
      );
      const script = 'javascript:window.pwned=1';
      const image = '<img src=x onerror="window.pwned=1">';
      const svg = '<svg onload="window.pwned=1"><b>x</b></svg>';
      element.show(image);
      element.show(svg);
      for (const field of ['id', 'key', 'title', 'text', 'variant', 'href', 'duration'])
        element.show({ text: `text ${field}`, [field]: image });
      element.show({ title: svg, text: image, href: script, action: { label: image, href: script } });
      element.show({ text: '"><script>window.pwned=1</script>', href: ' JaVaScript:window.pwned=1' });
      element.show(JSON.parse('{"__proto__":{"polluted":1},"text":"p","constructor":{"prototype":{"x":1}}}'));
      element.show('x'.repeat(1_000_000));
      await nextTask();
      expect(toasts()).to.have.length(10);
      expect(isClean()).to.equal(true);
      for (const item of toasts()) item.click();
      expect('pwned' in window).to.equal(false);
      expect('polluted' in {}).to.equal(false);
    });

    it('draws the template of the author with texts only', async () => {
      const element = await make(
        html`<dx-alert-toast event-name="alerts"
          ><template
            ><p class="who" title="{{ user.name }}">By {{ user.name }}, {{missing}}<i>{{count}}</i></p>
            <style>
              p::before {
                content: '{{user.name}}';
              }
            </style></template
          ></dx-alert-toast
        >`,
      );
      element.show({ user: { name: '<b>Ann</b>' }, count: 3, href: '/ann' });
      await nextTask();
      const body = toasts()[0]!.querySelector('.body')!;
      expect(body.querySelector('.who')!.textContent).to.equal('By <b>Ann</b>, 3');
      expectSame(body.querySelector('b'), null);
      expect(body.querySelector('a')!.href).to.match(/\/ann$/);
      expect(body.querySelector('.who')).to.have.attribute('title', '{{ user.name }}');
      expect(body.querySelector('style')!.textContent).to.contain('{{user.name}}');
      await until(() => announcements()[0] === 'Information: By <b>Ann</b>, 3', 'announced');
    });
  });

  describe('methods and events', () => {
    it('can be cancelled before it is shown', async () => {
      const element = await make();
      element.addEventListener('dx-alert', (event) => event.preventDefault(), { once: true });
      expect(element.show('no')).to.equal(null);
      setTimeout(() => element.show('yes'));
      const { alert, message } = await next(element, 'dx-alert');
      expect([alert.text, message]).to.deep.equal(['yes', null]);
      await nextTask();
      expect(toasts()).to.have.length(1);
    });

    it('dismisses by id and clears, each with its reason', async () => {
      const element = await make();
      const reasons: string[] = [];
      element.addEventListener('dx-alert-dismissed', (event) => {
        const { alert, reason } = event.detail;
        reasons.push(`${alert.text} ${reason}`);
      });
      const id = element.show('a')!;
      element.show({ id: 'theirs', text: 'b' });
      element.show('c');
      await nextTask();
      element.dismiss('unknown');
      element.dismiss(id);
      element.dismiss('theirs');
      toast('c').querySelector<HTMLElement>('.close')!.click();
      element.show('d');
      element.clear();
      expect(reasons).to.deep.equal(['a api', 'b api', 'c close', 'd api']);
    });

    it('sends the event of an action with the ids of alert and choice, and goes when it is done', async () => {
      const element = await makeLive();
      const outcome = next(element, 'dx-alert-outcome');
      const connection = await liveConnection();
      const answers: unknown[] = [];
      connection.on('pushed-back', ({ data }) => answers.push(data));
      await push({ id: 'order-7', text: 'Undo?', action: { label: 'Undo', event: 'push-me' } });
      await until(() => toasts().length === 1, 'shown');
      toast('Undo?').querySelector<HTMLElement>('.action')!.click();
      await until(() => answers.length === 1, 'answered');
      const { choice, ...data } = answers[0] as { choice: unknown };
      expect(data).to.deep.equal({ id: 'order-7' });
      expect(choice).to.be.a('string');
      expect((await outcome).outcome).to.equal('done');
      await until(() => toasts().length === 0, 'gone');
      connection.close();
    });

    it('stays with the sentence of a back end that refuses, and offers the action again', async () => {
      const element = await makeLive();
      const outcome = next(element, 'dx-alert-outcome');
      await push({ id: 'order-8', text: 'Pay?', action: { label: 'Pay', event: 'nobody-listens' } });
      await until(() => toasts().length === 1, 'shown');
      toast('Pay?').querySelector<HTMLElement>('.action')!.click();
      expect(await outcome).to.include({
        outcome: 'refused',
        reason: 'There is no scenario for the event "nobody-listens".',
      });
      await nextTask();
      expect(toast('Pay?').querySelector('.outcome')).to.have.text(
        'There is no scenario for the event "nobody-listens".',
      );
      expect(toast('Pay?').querySelector('.action')).not.to.have.attribute('aria-disabled');
    });

    it('runs the code of an action of show(), and goes after its duration', async () => {
      const element = await makeLive();
      let undone = 0;
      element.show({
        text: 'Deleted',
        duration: 60_000,
        action: { label: 'Undo', run: () => (undone += 1) },
      });
      await nextTask();
      toast('Deleted').querySelector<HTMLElement>('.action')!.click();
      await until(() => toasts().length === 0, 'gone');
      expect(undone).to.equal(1);
      element.show({ text: 'Moved', duration: 1, action: { label: 'Undo', run: () => undefined } });
      await until(() => toasts().length === 0, 'gone by itself');
    });

    it('draws a bar of how far something is, or that nobody knows, and none when it is done', async () => {
      await makeLive();
      const bar = () => toasts()[0]?.querySelector('progress') ?? null;
      const step = (progress: unknown, text: string) =>
        push({ key: 'import', title: 'Import', text, progress });
      const cases: [unknown, number | null | undefined][] = [
        [0, 0],
        [0.4, 0.4],
        ['0.5', 0.5],
        ['busy', null],
        [true, null],
        [1, undefined],
        [40, undefined],
        [-0.1, undefined],
        ['soon', undefined],
      ];
      for (const [index, [progress, value]] of cases.entries()) {
        await step(progress, `step ${index}`);
        await until(() => toasts()[0]?.innerText.includes(`step ${index}`), `step ${index}`);
        expect(toasts(), 'in place').to.have.length(1);
        const drawn = bar();
        expect(
          drawn && (drawn.matches(':indeterminate') ? null : drawn.value),
          `of ${String(progress)}`,
        ).to.equal(value === undefined ? null : value);
        expect(drawn === null, `none of ${String(progress)}`).to.equal(value === undefined);
      }
    });

    for (const end of ['danger', 'success'])
      it(`stays closed while it goes on, once a person has closed it, and comes back where it ends: ${end}`, async () => {
        await makeLive();
        const step = (text: string, more: object) =>
          push({ key: `export ${end}`, title: 'Export', text, ...more });
        await step('10 %', { progress: 0.1 });
        await until(() => toasts().length === 1, 'shown');
        toasts()[0]!.querySelector<HTMLElement>('.close')!.click();
        await until(() => toasts().length === 0, 'closed');
        for (const progress of [0.2, 0.3]) await step(`${progress}`, { progress });
        await push('After');
        await until(() => toasts().length === 1, 'what came after');
        toast('After');
        await step('The end', { variant: end });
        await until(() => toasts().length === 2, 'the end');
        expect(toast('The end').dataset['variant']).to.equal(end);
      });

    it('comes back with the sentence of a back end that refuses where it was closed meanwhile', async () => {
      await makeLive();
      await push({ id: 'order-9', text: 'Pay?', action: { label: 'Pay', event: 'nobody-listens' } });
      await until(() => toasts().length === 1, 'shown');
      const pay = toast('Pay?').querySelector<HTMLElement>('.action')!;
      const close = toast('Pay?').querySelector<HTMLElement>('.close')!;
      pay.click();
      close.click();
      await until(
        () => toasts().some((item) => item.querySelector('.outcome')?.textContent.includes('no scenario')),
        'it is back',
      );
      expect(toasts()).to.have.length(1);
      expect(toasts()[0]!.querySelector('.action')).not.to.have.attribute('aria-disabled');
    });

    it('shows how far a promise is, in one toast: that it goes on, is done or has failed', async () => {
      const element = await makeLive();
      const shown = () =>
        toasts().map((item) => [item.dataset['variant'], item.querySelector('.lines')!.textContent]);
      let save: (order: { id: number }) => void = () => undefined;
      const saved = new Promise<{ id: number }>((resolve) => (save = resolve));
      const id = element.show(saved, { loading: 'Saving', done: (order) => `Order ${order.id} is saved` });
      await nextTask();
      expect(shown()).to.deep.equal([['info', 'Saving']]);
      expectSame(
        toasts()[0]!.querySelector('progress:indeterminate'),
        toasts()[0]!.querySelector('progress'),
      );
      const { id: toastId } = toasts()[0]!.dataset;
      save({ id: 7 });
      await until(() => shown()[0]?.[0] === 'success', 'done');
      expect(shown()).to.deep.equal([['success', 'Order 7 is saved']]);
      expect([id, toasts()[0]!.dataset['id']]).to.deep.equal([toastId, toastId]);
      expectSame(toasts()[0]!.querySelector('progress'), null);
      element.clear();
      element.show(Promise.reject(new Error('offline')), {
        failed: (error) => ({ title: 'Not saved', text: (error as Error).message, variant: 'warning' }),
      });
      await until(() => shown()[0]?.[0] === 'warning', 'failed');
      expect(shown()).to.have.length(1);
      expect(toasts()[0]!.innerText).to.match(/Not saved\s+offline/);
    });

    it('says "In progress" of a promise where nothing else is said, and goes with it', async () => {
      const element = await makeLive();
      let end: () => void = () => undefined;
      element.show(new Promise<void>((resolve) => (end = resolve)), {});
      await until(() => toasts().some(({ innerText }) => innerText.includes('In progress')), 'shown');
      end();
      await until(() => toasts().length === 0, 'gone');
    });

    it('goes with its promise where the function that says how it ended throws, which the console tells', async () => {
      const element = await makeLive();
      const reported = new Promise<unknown>((resolve) => {
        const former = window.onerror;
        window.onerror = (_message, _source, _line, _column, error) => {
          window.onerror = former;
          resolve(error);
          return true;
        };
      });
      const fault = new Error('of the page');
      let end: () => void = () => undefined;
      const saved = new Promise<void>((resolve) => (end = resolve));
      element.show(saved, {
        done: () => {
          throw fault;
        },
      });
      await until(() => toasts().length === 1, 'shown');
      end();
      await until(() => toasts().length === 0, 'gone');
      expect(await reported).to.equal(fault);
    });

    it('says nothing of a promise to the person who is signed in after the one who began it', async () => {
      const element = await makeLive();
      await signInAs(element, 'anna');
      let end: (text: string) => void = () => undefined;
      const promise = new Promise<string>((resolve) => (end = resolve));
      element.show(promise, { loading: 'Working', done: (text) => text });
      await until(() => toasts().length === 1, 'shown');
      await signInAs(element, 'boris');
      end('the secret of anna');
      await promise;
      element.show('after');
      await until(() => toasts().length === 1, 'shown to the next person');
      expect(toasts()[0]!.innerText).to.include('after');
    });

    it('keeps in the inbox what show() shows only with keep', async () => {
      const element = await makeLive();
      const inbox = await fixture<DxInbox>(html`<dx-inbox event-name="alerts"></dx-inbox>`);
      element.show('Copied');
      element.show('Your export is ready', { keep: true });
      await until(() => inbox.unread > 0, 'kept');
      inbox.open();
      const texts = () => [...inbox.shadowRoot!.querySelectorAll('.lines')].map((line) => line.textContent);
      await until(() => texts().includes('Your export is ready'), 'listed');
      expect(texts()).not.to.include('Copied');
    });

    it('tells of a link, which can be kept from being followed', async () => {
      const element = await make();
      element.show({ title: 'Open', href: '#never' });
      await nextTask();
      element.addEventListener('dx-alert-action', (event) => event.preventDefault());
      setTimeout(() => toast('Open').querySelector('a')!.click());
      const { action } = await next(element, 'dx-alert-action');
      expect(action.href).to.match(/#never$/);
      expect(location.hash).to.equal('');
    });
  });

  describe('life', () => {
    it('drops everything of the former person when another one signs in', async () => {
      signIn(await gateway.login('anna'));
      const element = await make();
      await eventually(isConnectedAs(gateway, 'anna'), 'anna is connected');
      await push('secret', 'alerts', 'anna');
      await until(() => announcements()[0]?.includes('secret'), 'announced');
      signIn(await gateway.login('boris'));
      const { reason } = await next(element, 'dx-alert-dismissed');
      expect(reason).to.equal('session');
      expect(hosts()[0]!.shadowRoot!.textContent).not.to.contain('secret');
      expect(announcements()).to.deep.equal(['', '']);
    });

    it('drops them, too, when the session is written on the element', async () => {
      const element = await make(
        html`<dx-alert-toast event-name="alerts" session-id="a" duration="600000"></dx-alert-toast>`,
      );
      element.show('secret');
      await nextTask();
      element.removeAttribute('session-id');
      element.setAttribute('session-id', 'a');
      await element.updateComplete;
      expect(toasts()).to.have.length(1);
      element.setAttribute('session-id', 'b');
      await element.updateComplete;
      expect(toasts()).to.have.length(0);
    });

    it('keeps its toasts when it is moved, and takes them along when it is removed', async () => {
      const element = await make();
      element.show('a');
      await nextTask();
      const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
      elsewhere.append(element);
      await nextTask();
      expect(toasts()).to.have.length(1);
      element.remove();
      await nextTask();
      expect(hosts()).to.have.length(0);
      expect(announcements()).to.have.length(0);
    });

    it('writes nothing on itself and draws nothing where it stands', async () => {
      const element = await make(
        html`<dx-alert-toast event-name="alerts" placement="top-end"></dx-alert-toast>`,
      );
      element.show({ text: 'a', variant: 'danger' });
      await nextTask();
      expect(element.outerHTML).to.equal(
        '<dx-alert-toast event-name="alerts" placement="top-end"></dx-alert-toast>',
      );
      expect(element.getBoundingClientRect().height).to.equal(0);
    });

    it('shows nothing on a canvas but a labelled box, and works when the page becomes live', async () => {
      const server = await startPlainServer();
      useServer(server.url);
      document.documentElement.setAttribute('data-dx-mode', 'design');
      const element = await make();
      expect(element.show('a')).to.equal(null);
      expect(hosts()).to.have.length(0);
      expect(announcements()).to.have.length(0);
      expect(element.shadowRoot!.textContent).to.contain('alerts');
      expect(element.getBoundingClientRect().height).to.be.at.least(24);
      expect(await server.count()).to.equal(0);
      document.documentElement.setAttribute('data-dx-mode', 'live');
      await until(() => announcements().length === 2, 'live');
      await eventually(async () => (await server.count()) === 1, 'connected');
      expect(element.getBoundingClientRect().height).to.equal(0);
      expect(element.show('a')).to.be.a('string');
      await server.stop();
    });

    it('shows nothing while it is disabled', async () => {
      const element = await make(html`<dx-alert-toast event-name="alerts" disabled></dx-alert-toast>`);
      expect(element.show('a')).to.equal(null);
      element.setAttribute('disabled', 'false');
      await element.updateComplete;
      expect(element.show('a')).to.be.a('string');
    });

    it('works in the page of a frame that it is moved into', async () => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<!doctype html><title>Canvas</title>';
      setTimeout(() => document.body.append(frame));
      await oneEvent(frame, 'load');
      const element = await make();
      element.show('outside');
      const inner = frame.contentDocument!;
      inner.body.append(element);
      await nextTask();
      expect(hosts()).to.have.length(0);
      element.show('inside');
      await until(() => inner.querySelector('.dx-alerts') !== null, 'drawn');
      const surface = inner.querySelector('.dx-alerts')!;
      expect(surface.shadowRoot!.textContent).to.contain('inside');
      expect(inner.defaultView!.getComputedStyle(surface).position).to.equal('fixed');
      expect(inner.defaultView!.getComputedStyle(element).display).to.equal('none');
      frame.remove();
    });

    it('works under a strict content security policy', async () => {
      const policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; require-trusted-types-for 'script'; trusted-types lit-html dx-realtime";
      const page = await makePage({
        html: `<!doctype html><html lang="en"><body><dx-alert-toast event-name="x" url="${gateway.url}" app-id="test"></dx-alert-toast>
          <script type="module" src="/src/define/dx-alert-toast.ts"></script></body></html>`,
        headers: { 'Content-Security-Policy': policy },
      });
      const frame = document.createElement('iframe');
      frame.src = page.path;
      document.body.append(frame);
      const violations: string[] = [];
      await until(() => {
        const view = frame.contentWindow as (Window & typeof globalThis) | null;
        return view?.customElements.get('dx-alert-toast');
      }, 'loaded');
      const inner = frame.contentDocument!;
      inner.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
        violations.push(violatedDirective),
      );
      inner
        .querySelector('dx-alert-toast')!
        .show({ title: 'a', text: 'b', action: { label: 'Go', href: '/x' } });
      await until(() => inner.querySelector('.dx-alerts') !== null, 'drawn');
      const drawn = inner.querySelector('.dx-alerts')!.shadowRoot!.querySelector('.toast')!;
      expect(frame.contentWindow!.getComputedStyle(drawn).borderRadius).to.equal('12px');
      expect(violations).to.deep.equal([]);
      frame.remove();
    });
  });

  it('warns once of every wrong attribute and uses the default', async () => {
    const template = html`<dx-alert-toast
      event-name="connect, dx:x"
      placement="left"
      variant="pink"
      duration="soon"
      max-visible="0"
      hotkey="q"
      map="nonsense"
    ></dx-alert-toast>`;
    const warnings = await warningsDuring(async () => {
      const element = await make(template);
      element.show('a');
      element.setAttribute('placement', 'left');
      await element.updateComplete;
      await make(template);
      await drawsAlerts();
    });
    for (const name of ['event-name', 'placement', 'variant', 'duration', 'max-visible', 'hotkey', 'map'])
      expect(
        warnings.filter((warning) => warning.includes(` ${name}=`)),
        name,
      ).to.have.length(name === 'event-name' ? 2 : 1);
    expect(hosts()[0]!.dataset['placement']).to.equal('bottom-end');
    expect(toast('a').dataset['variant']).to.equal('info');
  });
});
