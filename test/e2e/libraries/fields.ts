import type { Library } from './library.js';

const OPTIONS = '<option value="r">Rome</option><option value="o">Oslo</option>';
const select = (more = ''): string =>
  `<form id="form"><select id="town" name="town" ${more}>${OPTIONS}</select></form>`;
const SENT = `String(new URLSearchParams(new FormData(one('#form'))))`;
const PHONE = '<form id="form"><input id="phone" name="phone" value=""></form>';

/** Pickers, sliders and masks: what makes another field of a field. */
export const FIELDS: readonly Library[] = [
  {
    name: 'flatpickr, with a second field',
    files: ['flatpickr/dist/flatpickr.css', 'flatpickr/dist/flatpickr.js'],
    html: () => '<form id="form"><input id="day" name="day" value="2026-05-01"></form>',
    start: `window.picker = flatpickr('#day', { altInput: true, altFormat: 'j F Y' })`,
    ready: `all('#form input').length === 2`,
    act: `picker.setDate('2026-05-20', true); picker.open()`,
    state: `[${SENT}, all('#form input')[1].value, picker.isOpen]`,
    expected: () => ['day=2026-05-20', '20 May 2026', true],
  },
  {
    name: 'Pikaday',
    files: ['pikaday/css/pikaday.css', 'pikaday/pikaday.js'],
    html: () => '<form id="form"><input id="day" name="day"></form>',
    start: `window.picker = new Pikaday({ field: one('#day'), toString: (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].join('-') })`,
    ready: 'window.picker',
    act: `picker.setDate(new Date(2026, 4, 20)); picker.show()`,
    state: `[${SENT}, picker.isVisible()]`,
    expected: () => ['day=2026-5-20', true],
  },
  {
    name: 'Tom Select',
    files: ['tom-select/dist/css/tom-select.css', 'tom-select/dist/js/tom-select.complete.js'],
    html: () => select(),
    start: `window.picker = new TomSelect('#town', { create: true })`,
    ready: `one('.ts-control')`,
    act: `picker.createItem('Paris'); picker.open()`,
    state: `[${SENT}, all('.ts-wrapper').length, one('.ts-control .item').textContent, picker.isOpen]`,
    expected: () => ['town=Paris', 1, 'Paris', true],
  },
  {
    name: 'Select2',
    files: ['jquery/dist/jquery.js', 'select2/dist/css/select2.css', 'select2/dist/js/select2.js'],
    html: () => select(),
    start: `jQuery('#town').select2()`,
    ready: `one('.select2-container')`,
    act: `jQuery('#town').val('o').trigger('change'); jQuery('#town').select2('open')`,
    state: `[${SENT}, one('.select2-selection__rendered').textContent, all('.select2-container--open').length > 0]`,
    expected: () => ['town=o', 'Oslo', true],
  },
  {
    name: 'Choices',
    files: ['choices.js/public/assets/styles/choices.css', 'choices.js/public/assets/scripts/choices.js'],
    html: () => select('multiple'),
    start: `window.picker = new Choices('#town', { removeItemButton: true })`,
    ready: `one('.choices__inner')`,
    act: `picker.setChoiceByValue('o')`,
    state: `[${SENT}, all('.choices').length, all('.choices__list--multiple .choices__item').length]`,
    expected: () => ['town=o', 1, 1],
  },
  {
    name: 'noUiSlider',
    files: ['nouislider/dist/nouislider.css', 'nouislider/dist/nouislider.js'],
    html: () =>
      '<form id="form"><input type="hidden" id="value" name="value" value="20"><div id="slider"></div></form>',
    start: `noUiSlider.create(one('#slider'), { start: 20, range: { min: 0, max: 100 } });
      one('#slider').noUiSlider.on('update', ([value]) => (one('#value').value = String(Math.round(value))))`,
    ready: `one('.noUi-handle')`,
    act: `one('#slider').noUiSlider.set(75)`,
    state: `[${SENT}, Number(one('#slider').noUiSlider.get()), one('.noUi-handle').getAttribute('aria-valuenow')]`,
    expected: () => ['value=75', 75, '75.0'],
  },
  {
    name: 'IMask',
    files: ['imask/dist/imask.js'],
    html: () => PHONE,
    start: `window.mask = IMask(one('#phone'), { mask: '(00) 0000-0000' })`,
    ready: 'window.mask',
    typed: { into: '#phone', text: '3012345678' },
    state: `[one('#phone').value, mask.unmaskedValue]`,
    expected: () => ['(30) 1234-5678', '3012345678'],
  },
  {
    name: 'Inputmask',
    files: ['inputmask/dist/inputmask.js'],
    html: () => PHONE,
    start: `Inputmask('(99) 9999-9999').mask(one('#phone'))`,
    ready: `one('#phone').inputmask`,
    typed: { into: '#phone', text: '30123' },
    state: `[one('#phone').value, one('#phone').inputmask.unmaskedvalue(), document.activeElement.id]`,
    expected: () => ['(30) 123_-____', '30123', 'phone'],
  },
];
