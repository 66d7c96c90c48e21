/**
 * Pictures of every element in the engines that are there, light and dark, in a wide window and on a phone, side by side;
 * then of alerts and messenger in every language, in one engine: `npm run screenshots`, or with names of scenes behind `--`
 * for some of them. They lie in `.screenshots/`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { until } from '../gateway/support/until.js';
import { startEnginesSite, type EnginesSite } from '../e2e/engines-site.js';
import {
  openEngine,
  presentEngines,
  type EngineBrowser,
  type EnginePage,
  type WindowSize,
} from '../support/engines/open-engine.js';
import { CATEGORIES, LANGUAGE_SCENES, type LanguageScene } from './language-scenes.js';
import { SCENES, type Scene } from './scenes.js';
import { SITE_WORDS } from './words.js';

const FOLDER = '.screenshots';
const THEMES = ['light', 'dark'];
const SIZES = { wide: { width: 720, height: 560 }, phone: { width: 390, height: 700 } };
type Size = keyof typeof SIZES;
/** How many pictures of a sheet stand side by side, where it is one of languages. */
const COLUMNS = 5;

/** By scene and size, with what stands above each: one row for each theme in a wide window, all in one on a phone. */
type Pictures = Map<string, { title: string; png: Uint8Array }[]>;

const wanted = process.argv.slice(2);
const isWanted = ({ name }: Scene): boolean => wanted.length === 0 || wanted.includes(name);
const scenes = SCENES.filter(isWanted);
const languageScenes = LANGUAGE_SCENES.filter(isWanted);
if (scenes.length + languageScenes.length === 0) {
  const names = new Set([...SCENES, ...LANGUAGE_SCENES].map(({ name }) => name));
  throw new Error(`The scenes are ${[...names].join(', ')}.`);
}
let pictures = 0;

/** A style only, so that it is the page that is dark: the scheme of the system cannot be chosen in every engine. */
const dressed = (body: string, theme: string): string =>
  `<style>:root { color-scheme: ${theme} } body { font: 15px/1.5 sans-serif } * { caret-color: transparent }</style>${body}`;

async function take(site: EnginesSite, page: EnginePage, scene: Scene, theme: string): Promise<Uint8Array> {
  pictures += 1;
  const event = `picture-${pictures}`;
  await page.go(site.page(event, dressed(scene.body.replaceAll('EVENT', event), theme)));
  const untilTrue = (expression: string): Promise<unknown> =>
    until(() => page.evaluate<boolean>(`Boolean(${expression})`), `${scene.name}: ${expression}`);
  if (scene.name !== 'page-builder')
    await untilTrue(`(window.live ??= dxRealtime.connect()).state === 'live'`);
  await scene.act?.({ page, site, event, until: untilTrue });
  await untilTrue(scene.isDrawn);
  await page.evaluate(AT_REST);
  return page.screenshot();
}

/** All that moves comes to its end at once; what turns for ever stands still. */
const AT_REST = `[document, ...[...document.querySelectorAll('*')].map((one) => one.shadowRoot ?? [])].forEach((root) =>
  root.getAnimations?.().forEach((one) => {
    if (Number.isFinite(one.effect.getComputedTiming().endTime)) one.finish();
    else Object.assign(one, { currentTime: 0 }).pause();
  }))`;

/** In a browser of its own, where a person is signed in: what one cannot mute is told to people alone. */
async function takeLanguages(site: EnginesSite, sheets: Pictures): Promise<void> {
  const [engine] = presentEngines();
  const browser = await openEngine(engine!);
  try {
    const page = await browser.newPage();
    const session = await site.login('anna');
    for (const size of Object.keys(SIZES) as Size[]) {
      await page.setViewportSize({ ...SIZES[size], hasTouch: size === 'phone' });
      for (const scene of languageScenes)
        for (const theme of THEMES) {
          const png = await take(site, page, spoken(scene, session), theme);
          const key = `${scene.sheet}-${theme}-${size}`;
          sheets.set(key, [...(sheets.get(key) ?? []), { title: `${scene.language}, ${theme}`, png }]);
        }
    }
  } finally {
    await browser.close();
  }
}

/** The page says its language and who is signed in before its elements are there. */
function spoken(scene: LanguageScene, session: string): Scene {
  const { language } = scene;
  const root = JSON.stringify({ lang: language, dir: SITE_WORDS[language]!.direction });
  const start = `<script>localStorage.sid = '${session}'; Object.assign(document.documentElement, ${root})</script>`;
  return { ...scene, body: start + scene.body };
}

async function takeAll(site: EnginesSite, sheets: Pictures): Promise<void> {
  for (const engine of presentEngines()) {
    const browser = await openEngine(engine);
    console.log(browser.version);
    try {
      await takeIn(browser, engine, site, sheets);
    } finally {
      await browser.close();
    }
  }
}

async function takeIn(
  browser: EngineBrowser,
  engine: string,
  site: EnginesSite,
  sheets: Pictures,
): Promise<void> {
  const page = await browser.newPage();
  for (const size of Object.keys(SIZES) as Size[]) {
    await page.setViewportSize(SIZES[size]);
    for (const scene of scenes)
      for (const theme of THEMES) {
        const key = size === 'wide' ? `${scene.name}-${theme}` : `${scene.name}-phone`;
        const png = await take(site, page, scene, theme);
        sheets.set(key, [...(sheets.get(key) ?? []), { title: `${engine}, ${theme}`, png }]);
      }
  }
}

function sheetSize(name: string, count: number, { width, height }: WindowSize): WindowSize {
  const columns = name.startsWith('words-') ? Math.min(count, COLUMNS) : count;
  return { width: columns * (width + 8), height: Math.ceil(count / columns) * (height + 32) };
}

/** One picture of what belongs together, drawn by a browser. */
async function saveSheets(sheets: Pictures): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const browser = await openEngine('chromium');
  const page = await browser.newPage();
  for (const [name, row] of sheets) {
    const size = SIZES[name.endsWith('-phone') ? 'phone' : 'wide'];
    await page.setViewportSize(sheetSize(name, row.length, size));
    const figures = row
      .sort((one, other) => other.title.split(', ')[1]!.localeCompare(one.title.split(', ')[1]!))
      .map(
        ({ title, png }) =>
          `<figure>${title}<img src="data:image/png;base64,${Buffer.from(png).toString('base64')}"></figure>`,
      );
    const style = `body, figure { margin: 0 } body { display: flex; flex-wrap: wrap; gap: 8px; background: #888; font: 14px sans-serif }
      img { display: block; width: ${size.width}px }`;
    await page.go('about:blank');
    const html = JSON.stringify(`<style>${style}</style>${figures.join('')}`);
    await page.evaluate(
      `(document.body.innerHTML = ${html}, Promise.all([...document.images].map((one) => one.decode())).then(() => 1))`,
    );
    await writeFile(`${FOLDER}/${name}.png`, await page.screenshot());
  }
  await browser.close();
}

const site = await startEnginesSite(undefined, { events: ['kept'], categories: CATEGORIES });
const sheets: Pictures = new Map();
try {
  if (scenes.length > 0) await takeAll(site, sheets);
  if (languageScenes.length > 0) await takeLanguages(site, sheets);
} finally {
  await site.close();
}
await saveSheets(sheets);
console.log(`${pictures} pictures on ${sheets.size} sheets in ${FOLDER}/`);
