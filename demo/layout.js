import { existsSync, readFileSync } from 'node:fs';
import { escape } from './html.js';
import { STORIES } from './stories.js';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** The markup of a story, as its file has it. */
export const markupOf = ({ file }) => read(`stories/${file}`);

const SIGN_IN = `
    <form class="sign-in" id="sign-in" aria-label="Sign in">
      <label for="user">Signed in as</label>
      <select id="user" name="user">
        <option value="">nobody</option>
        <option>testUser</option>
        <option>anna</option>
        <option>boris</option>
      </select>
    </form>`;

const head = (title, scripts, { sessionKey, url = '' } = {}) => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${escape(title)}</title>
  <link rel="icon" href="/demo/icon.svg">
  <link rel="stylesheet" href="/demo/demo.css">
  <script src="/dist/dx-realtime.js" data-url="${escape(url)}" data-app-id="demo"${sessionKey ? ` data-session-key="${escape(sessionKey)}"` : ''} defer></script>
${scripts.map((script) => `  <script src="/demo/${script}" type="module"></script>`).join('\n')}
</head>`;

const link = ({ path, name }, current) =>
  `<li><a href="${path}"${path === current ? ' aria-current="page"' : ''}>${escape(name)}</a></li>`;

const bar = ({ path, bar: elements = '', person = false, live = true }) => `
  <a class="skip" href="#content">Skip to the content</a>
  <header class="bar">
    <a class="brand" href="/"><img src="/demo/icon.svg" alt="" width="28" height="28">dx-realtime</a>${live ? '\n    <dx-connection-status></dx-connection-status>' : ''}${person ? SIGN_IN : ''}
    ${elements}
  </header>
  <nav class="stories" aria-label="Stories">
    <ul>${STORIES.map((story) => link(story, path)).join('')}${link({ path: '/demo/', name: 'All' }, path)}</ul>
  </nav>`;

const stepList = (steps) => `
      <ol class="steps">${steps.map((step) => `<li>${step}</li>`).join('')}</ol>`;

const tagList = (tags) => `
      <pre tabindex="0" role="region" aria-label="The tags"><code>${escape(tags)}</code></pre>`;

const intro = ({ title, lead, steps, tags }) => `
    <section class="intro${tags ? ' beside' : ''}">
      <div>
      <h1>${escape(title)}</h1>
      <p>${escape(lead)}</p>${steps ? stepList(steps) : ''}
      </div>${tags ? tagList(tags) : ''}
    </section>`;

const sourceFile = ({ name, code }) => `
      <h3>${escape(name)}</h3>
      <pre tabindex="0" role="region" aria-label="${escape(name)}"><code>${escape(code.trim())}</code></pre>`;

const source = (files) => `
    <details class="card wide source">
      <summary>Source of this page</summary>${files.map(sourceFile).join('')}
    </details>`;

const SCRIPT_TAG = '<script src="dx-realtime.js" data-url="" data-app-id="demo" defer></script>';

/** What a page shows of itself: the script tag and its elements, its own code, and what else is given. */
export function sourcesOf({ file, script, bar: elements = '' }, markup, more = []) {
  const name = file ? `demo/stories/${file}` : 'The elements of this page';
  return [
    { name, code: [SCRIPT_TAG, elements, markup].filter(Boolean).join('\n\n') },
    ...(script ? [{ name: `demo/public/${script}`, code: read(`public/${script}`) }] : []),
    ...more,
  ];
}

/** A story as a page: what to do, the story itself, its source. */
export const renderStory = (story, body, sources) => `${head(
  `${story.name} · dx-realtime demo`,
  story.script ? [story.script] : [],
)}
<body>${bar(story)}
  <main id="content">${intro(story)}
${body}
${source(sources)}
  </main>
</body>
</html>
`;

/** What a browser gets where there is no page. */
export const renderMissing = (path) => `${head('Not found · dx-realtime demo', [])}
<body>${bar({ path: '', live: false })}
  <main id="content">
    <section class="intro">
      <h1>There is no page here.</h1>
      <p>Nothing is at <code>${escape(path)}</code>. The <a href="/">first page</a> shows what this is about, and
      <a href="/demo/">this list</a> has all pages.</p>
    </section>
  </main>
</body>
</html>
`;

/** A page without bar and navigation, for a frame. */
export const renderFrame = ({ title, script, ...settings }, body) => `${head(title, [script], settings)}
<body class="frame">
${body}
</body>
</html>
`;

const card = ({ path, name, title, lead }) => `
      <li class="card"><h2><a href="${path}">${escape(name)}</a></h2><p><b>${escape(title)}</b></p><p>${escape(lead)}</p></li>`;

/** Its tools are installed apart from the others, and may not be there. */
const angularLink = () =>
  existsSync(new URL('frameworks/built/angular/index.html', import.meta.url))
    ? ', <a href="/frameworks/angular/">Angular</a>'
    : '';

/** The index of the stories. */
export const renderIndex = () => `${head('dx-realtime demo', [])}
<body>${bar({ path: '/demo/', live: false })}
  <main id="content">
    <section class="intro">
      <h1>What live data looks like.</h1>
      <p>Plain HTML pages, one script tag each. A gateway runs behind them, in this process; every page says what to do and
      shows its own source. Add <code>?dx-debug</code> to the address of any of them to see every event as it comes.</p>
    </section>
    <ul class="cards wide">${STORIES.map(card).join('')}
      <li class="card"><h2><a href="/console">Console</a></h2><p><b>The gateway from inside.</b></p><p>Push by a form, see who
      is connected. The push key is <code>demo-push-key</code>.</p></li>
      <li class="card"><h2>Frameworks</h2><p><b>The same elements, each with its own tools.</b></p><p>
      <a href="/frameworks/import-map/">Import map</a>, <a href="/frameworks/react/">React</a>,
      <a href="/frameworks/vue/">Vue</a>, <a href="/frameworks/svelte/">Svelte</a>${angularLink()}</p></li>
    </ul>
  </main>
</body>
</html>
`;
