/** The page's own code: the editor with the blocks of this package, saving, starting over. */
import grapesjs from '/demo/grapesjs/grapes.mjs';
import { grapesjsPlugin } from '/dist/builders/grapesjs.js';
import { load, reset, save } from './saved-page.js';

const answer = document.querySelector('#answer');
const manifest = await (await fetch('/demo/manifest.json')).json();
const script = { src: '/dist/dx-realtime.js', settings: { url: '', appId: 'demo' } };

const style = document.createElement('link');
style.rel = 'stylesheet';
style.href = '/demo/grapesjs/css/grapes.min.css';
document.head.append(style);

const { html, css } = load();
const editor = grapesjs.init({
  container: '#editor',
  height: '100%',
  cssIcons: '',
  telemetry: false,
  storageManager: false,
  panels: { defaults: [] },
  blockManager: { appendTo: '#blocks', appendOnClick: true },
  traitManager: { appendTo: '#traits' },
  // What can be changed here are the settings; the panel of styles has no place to stand.
  styleManager: { sectors: [] },
  selectorManager: { appendTo: document.createElement('div') },
  canvas: { styles: ['/demo/built.css'] },
  components: html,
  style: css,
  plugins: [(given) => grapesjsPlugin(given, { manifest, script })],
});
editor.Blocks.add('text', { label: 'Text', category: 'Basic', content: '<p>Some text</p>' });

const saveButton = document.querySelector('#save');
saveButton.addEventListener('click', () => {
  save({ html: editor.getHtml(), css: editor.getCss() });
  answer.textContent = 'Saved. View the live page.';
});
const resetButton = document.querySelector('#reset');
resetButton.addEventListener('click', () => {
  reset();
  const first = load();
  editor.setComponents(first.html);
  editor.setStyle(first.css);
  answer.textContent = 'This is the page that you began with.';
});
editor.onReady(() => {
  saveButton.disabled = resetButton.disabled = false;
});
