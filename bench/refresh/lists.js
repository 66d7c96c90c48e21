/** What the page shows, and what each version of it changes. */

/** In how many of the versions up to one a row was among those that change, where `each` rows change in turn. */
function changesUntil(version, row, rows, each) {
  const turns = rows / each;
  const turn = Math.floor(row / each);
  return version < turn ? 0 : Math.floor((version - turn) / turns) + 1;
}

const inTurn = (rows, each) => (row, version) =>
  `Row ${row}, state ${changesUntil(version, row, rows, each)}`;

/**
 * `text` says what a row shows in a version; `first` which row is the first one.
 *
 * @type {Record<string, { name: string, rows: number, text: (row: number, version: number) => string,
 *   first: (version: number) => number }>}
 */
export const LISTS = {
  all: {
    name: '200 rows, all change',
    rows: 200,
    text: (row, version) => `Row ${row}, state ${(row * 7 + version) % 5}`,
    first: () => 0,
  },
  one: { name: '200 rows, one changes', rows: 200, text: inTurn(200, 1), first: () => 0 },
  few: { name: '5,000 rows, ten change', rows: 5_000, text: inTurn(5_000, 10), first: () => 0 },
  moved: {
    name: '5,000 rows, the last becomes the first',
    rows: 5_000,
    text: (row) => `Row ${row}`,
    first: (version) => 5_000 - (version % 5_000),
  },
};

/** The rows of a version in their order, each with its text. */
export function rowsOf({ rows, text, first }, version) {
  return Array.from({ length: rows }, (_, index) => {
    const row = (first(version) + index) % rows;
    return { row, text: text(row, version) };
  });
}
