import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { ServerPage } from './server-page.js';

/**
 * Random versions of a list by a server, and between them random changes by scripts and by a person, beside a model that knows
 * nothing of the merge: what each record must show, by whose hand.
 */

/** A record as the server has it. */
interface Row {
  id: number;
  text: string;
  title: string;
  value: string;
}

/** What others made of a record since the server last said otherwise. */
interface Mark {
  title?: string;
  typed?: string;
  badge?: true;
  wrapped?: true;
}

type Step =
  | { kind: 'server'; order: number[]; texts: number; titles: number; values: number }
  | { kind: 'title' | 'badge' | 'type' | 'wrap'; row: number };

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 });
const small = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('server' as const), order: ids, texts: small, titles: small, values: small }),
  fc.record({
    kind: fc.constantFrom('title' as const, 'badge' as const, 'type' as const, 'wrap' as const),
    row: fc.integer({ min: 0, max: 6 }),
  }),
);

const render = (rows: readonly Row[], hasIds: boolean): string =>
  `<ul>${rows
    .map(({ id, text, title, value }) => {
      const name = hasIds ? `id="row-${id}"` : '';
      return `<li ${name}><a href="/records/${id}" title="${title}">${text}</a> <input name="note-${id}" value="${value}"></li>`;
    })
    .join('')}</ul>`;

const rowsOf = ({ order, texts, titles, values }: Step & { kind: 'server' }): Row[] =>
  order.map((id) => ({
    id,
    text: `v${texts}`,
    title: `t${titles * (id % 2)}`,
    value: `w${values * (id % 3)}`,
  }));

class Model {
  server: Row[] = [];
  readonly marks = new Map<number, Mark>();
  /** What a person had typed in records that the server took away. */
  readonly orphans = new Map<number, string>();

  markOf(id: number): Mark {
    const mark = this.marks.get(id) ?? {};
    this.marks.set(id, mark);
    return mark;
  }

  receive(rows: readonly Row[]): void {
    for (const before of this.server) {
      const now = rows.find(({ id }) => id === before.id);
      const mark = this.markOf(before.id);
      if (now === undefined) {
        if (mark.typed !== undefined && mark.typed !== before.value) this.orphans.set(before.id, mark.typed);
        this.marks.delete(before.id);
      } else if (now.title !== before.title) delete mark.title;
    }
    for (const { id } of rows) {
      // It comes back to what was typed; what scripts made of it went with it.
      if (this.orphans.has(id)) this.marks.set(id, { typed: this.orphans.get(id)! });
      this.orphans.delete(id);
    }
    for (const { id, value } of rows)
      if (this.marks.get(id)?.typed === value) delete this.marks.get(id)!.typed;
    this.server = [...rows];
  }
}

/** @param runs how many sequences are tried, with ids and without */
export const testRandomly = (runs: number): unknown =>
  describe('three-way merge, random', function () {
    // Thousands of pages take as long as the machine is slow.
    this.timeout(300_000);
    let page: ServerPage;
    let model: Model;
    let nodes: Map<number, Element>;
    beforeEach(() => {
      page = new ServerPage();
    });
    afterEach(() => page.close());

    const rowOf = (id: number): Element | undefined =>
      page.box.querySelector(`[href="/records/${id}"]`)?.closest('li') ?? undefined;

    const act = (change: Step & { row: number }): void => {
      const record = model.server[change.row];
      if (record === undefined) return;
      const row = rowOf(record.id)!;
      const mark = model.markOf(record.id);
      if (change.kind === 'title') row.querySelector('a')!.title = mark.title = 'mine';
      else if (change.kind === 'type') row.querySelector('input')!.value = mark.typed = `typed ${record.id}`;
      else if (change.kind === 'badge') {
        mark.badge = true;
        row.append(Object.assign(document.createElement('b'), { textContent: 'badge' }));
      } else if (mark.wrapped !== true) {
        mark.wrapped = true;
        const wrapper = document.createElement('span');
        const field = row.querySelector('input')!;
        field.replaceWith(wrapper);
        wrapper.append(field);
      }
    };

    const check = (): void => {
      const shown = [...page.box.querySelectorAll('li')].map((row) =>
        Number(row.querySelector('a')!.pathname.split('/').at(-1)),
      );
      const known = shown.filter((id) => model.server.some((row) => row.id === id));
      expect(known, 'the order of the server').to.deep.equal(model.server.map(({ id }) => id));
      for (const [id, typed] of model.orphans)
        expect(rowOf(id)?.querySelector('input')!.value, `what was typed in ${id}`).to.equal(typed);
      for (const { id, text, title, value } of model.server) {
        const row = rowOf(id)!;
        const { title: ownTitle, typed, badge, wrapped } = model.marks.get(id) ?? {};
        const link = row.querySelector('a')!;
        const field = row.querySelector('input')!;
        expect([id, link.textContent, link.title, field.value]).to.deep.equal([
          id,
          text,
          ownTitle ?? title,
          typed ?? value,
        ]);
        expect(row.querySelector('b') !== null, `badge of ${id}`).to.equal(badge === true);
        expect(field.parentElement!.localName === 'span', `wrapper of ${id}`).to.equal(wrapped === true);
        expect(nodes.get(id) ?? row, `element of ${id}`).to.equal(row);
      }
    };

    for (const hasIds of [true, false]) {
      it(`shows of every record what the model says, ${hasIds ? 'with' : 'without'} ids (${runs} sequences)`, () => {
        fc.assert(
          fc.property(ids, fc.array(step, { maxLength: 12 }), (first, steps) => {
            model = new Model();
            nodes = new Map();
            const start = rowsOf({ kind: 'server', order: first, texts: 0, titles: 0, values: 0 });
            model.receive(start);
            page.show(render(start, hasIds));
            for (const change of steps) {
              for (const { id } of model.server) nodes.set(id, rowOf(id)!);
              if (change.kind !== 'server') act(change);
              else {
                const rows = rowsOf(change);
                model.receive(rows);
                page.receive(render(rows, hasIds));
                for (const id of [...nodes.keys()]) if (!rows.some((row) => row.id === id)) nodes.delete(id);
              }
              check();
            }
          }),
          { numRuns: runs },
        );
      });
    }
  });
