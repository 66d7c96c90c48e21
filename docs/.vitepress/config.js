import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('..', import.meta.url));

/** A page names itself by its first heading. */
function linkTo(path) {
  const title = /^# (.+)$/m.exec(readFileSync(join(docs, path), 'utf8'))?.[1] ?? path;
  return { text: title.replaceAll(/[`\\<>]/g, ''), link: `/${path.replace(/\.md$/, '')}` };
}

/** The pages of a folder, by name; a folder that is not there has none. */
function pagesOf(folder) {
  const path = join(docs, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => file.endsWith('.md') && file !== 'index.md')
    .sort()
    .map((file) => linkTo(join(folder, file)));
}

const BEGIN = ['start.md', 'concepts.md'];
const HELP = [
  'refreshing.md',
  'troubleshooting.md',
  'faq.md',
  'performance.md',
  'comparison.md',
  'migration.md',
];

/** Pages beside those above are about running a gateway: whoever adds one needs no line here. */
const operation = pagesOf('.').filter(({ link }) => ![...BEGIN, ...HELP].includes(`${link.slice(1)}.md`));

const group = (text, items) => (items.length === 0 ? [] : [{ text, items }]);

const REPOSITORY = 'https://github.com/dx-realtime/dx-realtime';
const { version } = JSON.parse(readFileSync(join(docs, '../package.json'), 'utf8'));

/** A link that leaves the folder of the documents leads to a file of the repository, which must be there. */
function linkIntoRepository(markdown) {
  markdown.core.ruler.push('links-into-repository', ({ tokens, env }) => {
    const links = tokens
      .flatMap(({ children }) => children ?? [])
      .filter(({ type, attrGet }) => type === 'link_open' && attrGet);
    for (const link of links) {
      const href = link.attrGet('href');
      if (!href.startsWith('.') || env.path === undefined) continue;
      const path = resolve(env.path, '..', href.split('#')[0]);
      if (path.startsWith(resolve(docs))) continue;
      if (!existsSync(path)) throw new Error(`${env.relativePath}: there is no ${href}.`);
      link.attrSet('href', `${REPOSITORY}/blob/main/${relative(resolve(docs, '..'), path)}`);
    }
  });
}

/** Where the site is published; a folder of a host, such as `/dx-realtime/`. */
const base = process.env.DOCS_BASE ?? '/';

export default {
  base,
  title: 'dx-realtime',
  description: 'Live updates for any web page: plain HTML, a page builder, or your framework',
  lang: 'en',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: `${base}icon.svg` }]],
  // The build fails on every other link that leads nowhere.
  ignoreDeadLinks: [/^https?:\/\/(localhost|127\.0\.0\.1)/],
  markdown: { config: linkIntoRepository },
  themeConfig: {
    logo: '/icon.svg',
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/guides/install' },
      { text: 'Elements', link: '/elements/dx-refresher' },
      { text: 'Page builders', link: '/builders/other' },
      { text: 'Gateway', link: '/gateway' },
      { text: `Version ${version}`, link: `${REPOSITORY}/blob/main/CHANGELOG.md` },
    ],
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    search: { provider: 'local' },
    outline: [2, 3],
    editLink: {
      // It runs in the page, where nothing of this file is known. The reference comes from the elements.
      pattern: ({ filePath }) =>
        'https://github.com/dx-realtime/dx-realtime/blob/main/' +
        (filePath.startsWith('elements/') ? `src/${filePath.replace(/md$/, 'ts')}` : `docs/${filePath}`),
      text: 'Source of this page',
    },
    footer: {
      message: `Version ${version} · <a href="${REPOSITORY}">Source</a> · <a href="https://www.npmjs.com/package/dx-realtime">npm</a> · MIT licence`,
    },
    sidebar: [
      ...group('Begin', BEGIN.map(linkTo)),
      ...group('Guides', pagesOf('guides')),
      ...group('Elements', pagesOf('elements')),
      ...group('Page builders', pagesOf('builders')),
      ...group('Frameworks', pagesOf('frameworks')),
      ...group('Gateway', operation),
      ...group('Help', HELP.map(linkTo)),
    ],
  },
};
