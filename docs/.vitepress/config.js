import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
const HELP = ['troubleshooting.md', 'faq.md', 'performance.md', 'comparison.md', 'migration.md'];

/** Pages beside those above are about running a gateway: whoever adds one needs no line here. */
const operation = pagesOf('.').filter(({ link }) => ![...BEGIN, ...HELP].includes(`${link.slice(1)}.md`));

const group = (text, items) => (items.length === 0 ? [] : [{ text, items }]);

/** A link that leaves the folder of the documents leads to a file of the repository, which must be there. */
function leadsIntoRepository(link) {
  // Which page it stands on is not told: one in this folder, or in a folder of it.
  const paths = [docs, join(docs, 'folder')].map((folder) => resolve(folder, link));
  return paths.some(
    (path) => !path.startsWith(resolve(docs)) && [path, `${path}.md`].some((file) => existsSync(file)),
  );
}

export default {
  title: 'dx-realtime',
  description:
    'Live data for pages that somebody put together in a page builder, wrote as plain HTML or built with a framework',
  lang: 'en',
  cleanUrls: true,
  head: [['link', { rel: 'icon', href: '/icon.svg' }]],
  // The build fails on every other link that leads nowhere.
  ignoreDeadLinks: [/^https?:\/\/(localhost|127\.0\.0\.1)/, leadsIntoRepository],
  themeConfig: {
    logo: '/icon.svg',
    search: { provider: 'local' },
    outline: [2, 3],
    sidebar: [
      ...group('Begin', BEGIN.map(linkTo)),
      ...group('Elements', pagesOf('elements')),
      ...group('Page builders', pagesOf('builders')),
      ...group('Frameworks', pagesOf('frameworks')),
      ...group('Gateway', operation),
      ...group('Help', HELP.map(linkTo)),
    ],
  },
};
