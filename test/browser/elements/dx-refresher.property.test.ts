import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import '../../../src/define/dx-refresher.js';
import { makePage, startGateway } from '../support/servers.js';
import { setVisibility, until, useServer } from '../support/page.js';

/** How many pages are used at random, side by side. */
const PAGES = 50;

const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant('event' as const) },
  { weight: 2, arbitrary: fc.constant('type' as const) },
  { weight: 1, arbitrary: fc.constant('move' as const) },
  { weight: 1, arbitrary: fc.constant('leave and return' as const) },
  { weight: 1, arbitrary: fc.constant('replace the widget' as const) },
  { weight: 1, arbitrary: fc.constant('fail' as const) },
  { weight: 1, arbitrary: fc.constant('slow' as const) },
  { weight: 3, arbitrary: fc.constant('wait' as const) },
);

const histories = fc.array(step, { minLength: 4, maxLength: 14 });

/** One widget with a text field, its refresher, and the page that it is fetched from. */
class Sequence {
  readonly eventName = `event-${crypto.randomUUID()}`;
  readonly id = `widget-${crypto.randomUUID()}`;
  readonly box = document.createElement('div');
  readonly push: (eventName: string) => Promise<unknown>;
  page!: Awaited<ReturnType<typeof makePage>>;
  version = 0;
  typed = '';
  requestsAllowed = 1;

  constructor(push: (eventName: string) => Promise<unknown>) {
    this.push = push;
  }

  get widget(): HTMLElement {
    return this.box.querySelector<HTMLElement>(`#${this.id}`)!;
  }

  get refresher(): HTMLElement {
    return this.box.querySelector<HTMLElement>('dx-refresher')!;
  }

  markup(): string {
    const rows = Array.from(
      { length: this.version % 4 },
      (_, row) => `<p id="${this.id}-${row}">${row}</p>`,
    ).join('');
    return `<section id="${this.id}"><b>${this.version}</b>${rows}<input name="note"><i>${this.version}</i></section>`;
  }

  async start(): Promise<void> {
    this.page = await makePage({ html: this.markup() });
    this.box.innerHTML = `<div class="one"><dx-refresher event-name="${this.eventName}" action="fetch" src="${this.page.path}"
      target="#${this.id}" min-interval="30"></dx-refresher></div><div class="two"></div>${this.markup()}`;
    document.body.append(this.box);
    await until(() => this.refresher.matches(':state(live)'), 'live');
  }

  async perform(name: string): Promise<void> {
    if (name === 'event') await this.change({});
    if (name === 'fail') await this.change({ status: 503 });
    if (name === 'slow') await this.change({ delay: 80 });
    if (name === 'type') {
      this.typed += 'x';
      this.widget.querySelector('input')!.value = this.typed;
    }
    if (name === 'move') this.box.querySelector('.two')!.append(this.refresher);
    if (name === 'leave and return') {
      const { refresher } = this;
      refresher.remove();
      await new Promise((resolve) => setTimeout(resolve));
      this.box.querySelector('.one')!.append(refresher);
      // What was sent while it was away it could not hear.
      await this.change({});
    }
    if (name === 'replace the widget') {
      const copy = this.widget.cloneNode(true) as HTMLElement;
      copy.querySelector('input')!.value = this.typed;
      this.widget.replaceWith(copy);
    }
    if (name === 'wait') await new Promise((resolve) => setTimeout(resolve, 40));
  }

  /** The server has something new, says so, and perhaps does not answer well the first time. */
  async change(trouble: { status?: number; delay?: number }): Promise<void> {
    this.version += 1;
    await this.page.set({ html: this.markup(), ...trouble });
    await this.push(this.eventName);
    this.requestsAllowed += trouble.status === undefined ? 2 : 8;
    if (trouble.status !== undefined) setTimeout(() => void this.page.set({ html: this.markup() }), 100);
  }

  async check(): Promise<void> {
    await this.change({});
    await until(
      () => this.widget.querySelector('b')!.textContent === String(this.version),
      `fresh: ${this.version}`,
    );
    expect(this.widget.querySelector('i')!.textContent).to.equal(String(this.version));
    expect(this.widget.querySelector('input')!.value).to.equal(this.typed);
    expect(this.widget.querySelectorAll('p')).to.have.length(this.version % 4);
    expect(await this.page.requests()).to.be.at.most(this.requestsAllowed);
  }
}

describe('dx-refresher, whatever happens', () => {
  it(`is fresh in the end and loses nothing a person typed (${PAGES} random histories)`, async function () {
    this.timeout(120_000);
    setVisibility('visible');
    const gateway = await startGateway();
    useServer(gateway.url);
    const random = fc.sample(histories, PAGES);
    const sequences = random.map(() => new Sequence((eventName) => gateway.push({ userID: '*', eventName })));
    await Promise.all(sequences.map((sequence) => sequence.start()));
    const performing = sequences.map(async (sequence, index) => {
      for (const name of random[index]!) await sequence.perform(name);
    });
    // Meanwhile the page goes and comes back, is hidden and shown, and loses its connection.
    for (const [out, back] of [
      [() => setVisibility('hidden'), () => setVisibility('visible')],
      [
        () => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })),
        () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
      ],
    ] as const) {
      out();
      await new Promise((resolve) => setTimeout(resolve, 100));
      back();
    }
    await Promise.all(performing);
    await Promise.all(
      sequences.map((sequence, index) =>
        sequence.check().catch((error: unknown) => {
          throw new Error(`${random[index]!.join(', ')}: ${String(error)}`);
        }),
      ),
    );
    for (const { box } of sequences) box.remove();
    await gateway.stop();
  });
});
