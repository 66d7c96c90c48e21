import type { Library } from './library.js';

const BOOTSTRAP = ['bootstrap/dist/css/bootstrap.css', 'bootstrap/dist/js/bootstrap.bundle.js'];
const SHOELACE = [
  '@shoelace-style/shoelace/cdn/themes/light.css',
  '@shoelace-style/shoelace/cdn/shoelace-autoloader.js',
];

/** Component kits, and libraries that give behaviour to markup. */
export const KITS: readonly Library[] = [
  {
    name: 'Bootstrap: modal',
    files: BOOTSTRAP,
    html: (version) =>
      `<div class="modal" id="ask" tabindex="-1"><div class="modal-dialog"><div class="modal-content">Sure, ${version}?</div></div></div>`,
    start: `window.modal = new bootstrap.Modal('#ask')`,
    ready: 'window.modal',
    act: `modal.show()`,
    state: `[one('#ask').offsetHeight > 0, one('#ask').ariaModal, all('.modal-backdrop').length, one('#ask').textContent]`,
    expected: (version) => [true, 'true', 1, `Sure, ${version}?`],
  },
  {
    name: 'Bootstrap: accordion, tab and dropdown',
    files: BOOTSTRAP,
    html: (version) => `<div class="collapse" id="more">Details ${version}</div>
      <ul class="nav nav-tabs"><li><button class="nav-link active" data-bs-toggle="tab" data-bs-target="#one">One</button></li>
      <li><button id="second" class="nav-link" data-bs-toggle="tab" data-bs-target="#two">Two</button></li></ul>
      <div class="tab-content"><div class="tab-pane active" id="one">one ${version}</div><div class="tab-pane" id="two">two ${version}</div></div>
      <div class="dropdown"><button id="menu" data-bs-toggle="dropdown">Menu</button><ul class="dropdown-menu"><li>A</li></ul></div>`,
    ready: 'window.bootstrap',
    act: `new bootstrap.Collapse('#more', { toggle: false }).show(); new bootstrap.Tab('#second').show(); new bootstrap.Dropdown('#menu').show()`,
    state: `[/show|collapsing/.test(one('#more').className), one('.tab-pane.active').textContent, all('.dropdown-menu.show').length]`,
    expected: (version) => [true, `two ${version}`, 1],
  },
  {
    name: 'Alpine',
    files: ['alpinejs/dist/cdn.min.js'],
    html: (
      version,
    ) => `<div id="app" x-data="{ open: false, rows: [], name: '' }"><p id="beside">${version} new</p>
      <input id="name" x-model="name"><b id="echo" x-text="name"></b><p id="more" x-show="open">more</p>
      <ul><template x-for="row in rows"><li class="row" x-text="row"></li></template></ul></div>`,
    ready: `window.Alpine && one('#more').style.display === 'none'`,
    act: `Object.assign(Alpine.$data(one('#app')), { open: true, rows: ['a', 'b'] })`,
    typed: { into: '#name', text: 'ann' },
    state: `[one('#beside').textContent, one('#echo').textContent, one('#more').style.display, all('.row').map((row) => row.textContent)]`,
    expected: (version) => [`${version} new`, 'ann', '', ['a', 'b']],
  },
  {
    name: 'Stimulus',
    files: ['@hotwired/stimulus/dist/stimulus.umd.js'],
    html: (version) =>
      `<ul>${Array.from({ length: version }, (_, at) => `<li id="row-${at}" data-controller="counter" data-action="click->counter#add">0</li>`).join('')}</ul>`,
    start: `Stimulus.Application.start().register('counter', class extends Stimulus.Controller {
      connect() { this.element.dataset.connections = 1 + Number(this.element.dataset.connections ?? 0) }
      add() { this.element.textContent = 1 + Number(this.element.textContent) } })`,
    ready: `one('[data-connections]')`,
    act: `one('#row-0').click()`,
    state: `all('li').map((row) => [row.textContent, row.dataset.connections])`,
    expected: (version) =>
      [
        ['1', '1'],
        ['0', '1'],
      ].slice(0, version),
  },
  {
    name: 'Unpoly',
    files: ['unpoly/unpoly.css', 'unpoly/unpoly.js'],
    html: (version) =>
      `<ul>${Array.from({ length: version }, (_, at) => `<li id="row-${at}" class="row">0</li>`).join('')}</ul>`,
    start: `up.compiler('.row', (row) => { row.dataset.compiled = 1 + Number(row.dataset.compiled ?? 0) })`,
    ready: `one('[data-compiled]')`,
    act: `one('#row-0').append('!')`,
    state: `all('.row').map((row) => [row.textContent, row.dataset.compiled])`,
    expected: (version) =>
      [
        ['0!', '1'],
        ['0', '1'],
      ].slice(0, version),
  },
  {
    name: 'htmx',
    files: ['htmx.org/dist/htmx.js'],
    html: (version) =>
      `<ul>${Array.from({ length: version }, (_, at) => `<li id="row-${at}"><button class="plus" hx-on:click="this.textContent += '+'">${at}</button></li>`).join('')}</ul>`,
    ready: 'window.htmx',
    act: `one('.plus').click()`,
    state: `(all('.plus').slice(1).forEach((button) => button.click()), all('.plus').map((button) => button.textContent))`,
    expected: (version) => ['0+', '1+'].slice(0, version),
  },
  {
    name: 'Flowbite',
    files: ['flowbite/dist/flowbite.css', 'flowbite/dist/flowbite.js'],
    html: (version) =>
      `<button id="opener" data-dropdown-toggle="menu">Menu</button><div id="menu" class="hidden">Entry ${version}</div>`,
    ready: `window.FlowbiteInstances?.getInstance('Dropdown', 'menu')`,
    act: `FlowbiteInstances.getInstance('Dropdown', 'menu').show()`,
    state: `[one('#menu').classList.contains('hidden'), one('#menu').classList.contains('block'), one('#menu').textContent]`,
    expected: (version) => [false, true, `Entry ${version}`],
  },
  {
    name: 'Shoelace',
    files: SHOELACE,
    html: (version) => `<sl-input id="name" name="name" label="Name ${version}"></sl-input>
      <sl-details id="more" summary="More">Details ${version}</sl-details>`,
    ready: `one('#name').updateComplete && one('#more').updateComplete`,
    act: `one('#name').value = 'typed'; one('#more').open = true`,
    state: `[one('#name').value, one('#name').label, one('#more').open, one('#more').textContent]`,
    expected: (version) => ['typed', `Name ${version}`, true, `Details ${version}`],
  },
  {
    name: 'Tippy',
    files: ['@popperjs/core/dist/umd/popper.js', 'tippy.js/dist/tippy-bundle.umd.min.js'],
    html: (version) => `<button id="hint" title="${version}">?</button>`,
    start: `window.hint = tippy('#hint', { content: 'A hint', appendTo: 'parent', duration: 0 })[0]`,
    ready: 'window.hint',
    act: `hint.show()`,
    state: `[all('[data-tippy-root]').length, hint.state.isVisible, one('#hint').title, one('#hint').getAttribute('aria-describedby') !== null]`,
    expected: (version) => [1, true, String(version), true],
  },
];
