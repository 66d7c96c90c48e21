import type { Library } from './library.js';

const BLANK_PIXEL = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';

/** Editors of texts, and what sets or draws in the place of a text. */
export const EDITORS: readonly Library[] = [
  {
    name: 'Quill',
    files: ['quill/dist/quill.snow.css', 'quill/dist/quill.js'],
    html: () => '<div id="editor"><p>old</p></div>',
    start: `new Quill('#editor', { theme: 'snow' })`,
    ready: `one('.ql-editor')`,
    typed: { into: '.ql-editor p', text: ' and typed' },
    state: `[one('.ql-editor').textContent, all('.ql-toolbar').length, document.activeElement.className]`,
    expected: () => ['old and typed', 1, 'ql-editor'],
  },
  {
    name: 'TinyMCE',
    files: ['tinymce/tinymce.min.js'],
    html: () => '<form><textarea id="body" name="body">old</textarea></form>',
    start: `tinymce.init({ selector: '#body', license_key: 'gpl', menubar: false })`,
    ready: `tinymce.get('body')?.initialized`,
    act: `tinymce.get('body').setContent('<p>old and typed</p>')`,
    state: `[tinymce.get('body').getContent(), all('.tox-tinymce').length]`,
    expected: () => ['<p>old and typed</p>', 1],
  },
  {
    name: 'Trix',
    files: ['trix/dist/trix.css', 'trix/dist/trix.umd.min.js'],
    html: () =>
      '<input type="hidden" id="text" name="text" value="old"><trix-editor input="text"></trix-editor>',
    ready: `one('trix-editor').editor && one('trix-toolbar')`,
    typed: { into: 'trix-editor', text: ' and typed' },
    state: `[one('trix-editor').textContent, one('#text').value, all('trix-toolbar').length]`,
    expected: () => ['old and typed', '<div>old and typed</div>', 1],
  },
  {
    name: 'CodeMirror',
    files: ['codemirror/lib/codemirror.css', 'codemirror/lib/codemirror.js'],
    html: () => '<textarea id="code" name="code">let a;</textarea>',
    start: `window.editor = CodeMirror.fromTextArea(one('#code'), { lineNumbers: true })`,
    ready: `one('.CodeMirror-line')`,
    act: `editor.replaceRange(' let b;', { line: 0, ch: 6 }); editor.focus()`,
    state: `[editor.getValue(), all('.CodeMirror').length, one('.CodeMirror-line').textContent, editor.hasFocus()]`,
    expected: () => ['let a; let b;', 1, 'let a; let b;', true],
  },
  {
    name: 'KaTeX',
    files: ['katex/dist/katex.js', 'katex/dist/contrib/auto-render.js'],
    html: (version) => `<p id="formula">It is \\(x^2\\).</p><p id="beside">${version} readers</p>`,
    start: `renderMathInElement(one('#part'))`,
    ready: `one('.katex')`,
    state: `[all('#formula .katex').length, one('#beside').textContent]`,
    expected: (version) => [1, `${version} readers`],
  },
  {
    name: 'lazysizes',
    files: ['lazysizes/lazysizes.js'],
    html: () => `<img id="picture" class="lazyload" data-src="${BLANK_PIXEL}" width="5" height="5" alt="">`,
    ready: `one('.lazyloaded')`,
    state: `[one('#picture').className.trim(), one('#picture').src]`,
    expected: () => ['lazyloaded', BLANK_PIXEL],
  },
  {
    name: 'signature_pad',
    files: ['signature_pad/dist/signature_pad.umd.js'],
    html: () => '<canvas id="pad" width="200" height="80"></canvas>',
    start: `window.pad = new SignaturePad(one('#pad'));
      window.inked = () => new Uint32Array(one('#pad').getContext('2d').getImageData(0, 0, 200, 80).data.buffer).some(Boolean)`,
    ready: 'window.pad',
    act: `pad.fromData([{ penColor: 'black', dotSize: 0, minWidth: 1, maxWidth: 3, velocityFilterWeight: 0.7,
      points: [10, 40, 90].map((x) => ({ x, y: x / 2, time: x, pressure: 0.5 })) }])`,
    state: '[pad.isEmpty(), inked()]',
    expected: () => [false, true],
  },
];
