import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const SOURCE = 'docs/examples';
const TARGET = 'docs/public/examples';

/**
 * @param {string} name of an example, such as `dx-inbox`
 * @returns {{ markup: string, buttons: string }} what an author would write, and what plays the back end
 */
export function readExample(name) {
  const [markup, buttons = ''] = readFileSync(`${SOURCE}/${name}.html`, 'utf8').split('<!-- buttons -->\n');
  return { markup: markup.trim(), buttons: buttons.trim() };
}

/** Writes a page for each example, with the script as it is built, for the frames of the site. */
export function writeExamples() {
  rmSync(TARGET, { recursive: true, force: true });
  mkdirSync(TARGET, { recursive: true });
  cpSync('dist/dx-realtime.all.js', `${TARGET}/dx-realtime.all.js`);
  for (const file of ['server.js', 'example.css']) cpSync(`${SOURCE}/${file}`, `${TARGET}/${file}`);
  for (const file of readdirSync(SOURCE).filter((name) => name.endsWith('.html')))
    writeFileSync(`${TARGET}/${file}`, pageOf(file.replace('.html', '')));
}

function pageOf(name) {
  const { markup, buttons } = readExample(name);
  // An example that names its server gets its settings from there.
  const settings = markup.includes('<dx-connection ')
    ? ''
    : ' data-url="https://live.example.com" data-app-id="shop"';
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Example: ${name}</title>
    <link rel="icon" href="../icon.svg" />
    <link rel="stylesheet" href="example.css" />
    <script src="server.js"></script>
    <script src="dx-realtime.all.js"${settings} data-transports="websocket" defer></script>
  </head>
  <body>
    <footer>${buttons}</footer>
    <main>${markup}</main>
  </body>
</html>
`;
}
