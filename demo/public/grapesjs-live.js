/** Shows what the builder saved. A real builder publishes it; its scripts would run, here they do not. */
import { load } from './saved-page.js';

const { html, css } = load();
const { body } = new DOMParser().parseFromString(html, 'text/html');
document.querySelector('main').append(...[...body.childNodes].map((node) => document.importNode(node, true)));
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];
