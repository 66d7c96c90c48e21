import type { Library } from './library.js';

const rows = (version: number): string =>
  Array.from(
    { length: 25 },
    (_, at) => `<tr id="row-${at}"><td>Article ${String(at).padStart(2, '0')}</td><td>${version}</td></tr>`,
  ).join('');
const table = (version: number): string =>
  `<table id="table"><thead><tr><th>Name</th><th>Price</th></tr></thead><tbody>${rows(version)}</tbody></table>`;
const slides =
  (inner: string, kind: string): ((version: number) => string) =>
  (version) =>
    [1, 2, 3]
      .map((slide) => `<${inner} class="${kind}"><h3>Slide ${slide}</h3><p>of ${version}</p></${inner}>`)
      .join('');
const CANVAS = '<div style="width:300px;height:150px"><canvas id="chart"></canvas></div>';
const LIST = '<ul id="list"><li id="a">a</li><li id="b">b</li><li id="c">c</li></ul>';
const WAV = 'data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

/** Charts, maps, carousels, tables, calendars, lists to sort, and players. */
export const VIEWS: readonly Library[] = [
  {
    name: 'Chart.js',
    files: ['chart.js/dist/chart.umd.min.js'],
    html: () => CANVAS,
    start: `window.chart = new Chart(one('#chart'), { type: 'bar', options: { animation: false }, data: { labels: ['a', 'b'], datasets: [{ data: [1, 2] }] } })`,
    ready: 'window.chart',
    act: `chart.hide(0)`,
    state: `[chart.isDatasetVisible(0), chart.ctx.canvas === one('#chart'), one('#chart').style.display]`,
    expected: () => [false, true, 'block'],
  },
  {
    name: 'Chartist',
    files: ['chartist/dist/index.css', 'chartist/dist/index.umd.js'],
    html: () => '<div id="chart" style="width:300px;height:150px"></div>',
    start: `new Chartist.LineChart('#chart', { labels: ['a', 'b'], series: [[1, 2]] })`,
    ready: `one('#chart .ct-line')`,
    state: `[all('#chart svg').length, all('#chart .ct-line').length]`,
    expected: () => [1, 1],
  },
  {
    name: 'uPlot',
    files: ['uplot/dist/uPlot.min.css', 'uplot/dist/uPlot.iife.js'],
    html: () => '<div id="chart"></div>',
    start: `window.plot = new uPlot({ width: 300, height: 150, series: [{}, { label: 'Sum' }] }, [[1, 2], [3, 4]], one('#chart'))`,
    ready: `one('.u-over')`,
    act: `plot.setSeries(1, { show: false })`,
    state: `[all('.uplot').length, all('.u-series.u-off').length]`,
    expected: () => [1, 1],
  },
  {
    name: 'Leaflet',
    files: ['leaflet/dist/leaflet.css', 'leaflet/dist/leaflet.js'],
    html: () => '<div id="map" class="map" style="height:200px"></div>',
    start: `window.map = L.map('map', { fadeAnimation: false, zoomAnimation: false }).setView([52, 13], 5); L.marker([52, 13]).addTo(map).bindPopup('Here')`,
    ready: `one('.leaflet-marker-pane img')`,
    act: `map.setZoom(7); map.eachLayer((layer) => layer.openPopup?.())`,
    state: `[map.getZoom(), one('#map').classList.contains('leaflet-container'), one('.leaflet-popup-content').textContent]`,
    expected: () => [7, true, 'Here'],
  },
  {
    name: 'OpenLayers',
    files: ['ol/ol.css', 'ol/dist/ol.js'],
    html: () => '<div id="map" style="height:200px"></div>',
    start: `window.map = new ol.Map({ target: 'map', view: new ol.View({ center: [0, 0], zoom: 2 }) })`,
    ready: `one('.ol-viewport')`,
    act: `map.getView().setZoom(4)`,
    state: `[all('.ol-viewport').length, map.getView().getZoom(), map.getTargetElement() === one('#map'), all('.ol-zoom button').length]`,
    expected: () => [1, 4, true, 2],
  },
  {
    name: 'Swiper',
    files: ['swiper/swiper-bundle.css', 'swiper/swiper-bundle.js'],
    html: (version) =>
      `<div class="swiper"><div class="swiper-wrapper">${slides('div', 'swiper-slide')(version)}</div></div>`,
    start: `window.swiper = new Swiper('.swiper', { speed: 0 })`,
    ready: `one('.swiper-initialized')`,
    act: `swiper.slideTo(2, 0)`,
    state: `[swiper.activeIndex, one('.swiper-slide-active').textContent, one('.swiper-wrapper').style.transform !== '']`,
    expected: (version) => [2, `Slide 3of ${version}`, true],
  },
  {
    name: 'Splide',
    files: ['@splidejs/splide/dist/css/splide.min.css', '@splidejs/splide/dist/js/splide.min.js'],
    html: (version) =>
      `<section id="slides" class="splide" aria-label="Slides"><div class="splide__track"><ul class="splide__list">${slides('li', 'splide__slide')(version)}</ul></div></section>`,
    start: `window.splide = new Splide('#slides', { speed: 0 }).mount()`,
    ready: `one('.splide.is-initialized')`,
    act: `splide.go(1)`,
    state: `[splide.index, one('.splide__slide.is-active').textContent, all('.splide__arrow').length, all('.splide__pagination__page').length]`,
    expected: (version) => [1, `Slide 2of ${version}`, 2, 3],
  },
  {
    name: 'DataTables',
    files: ['jquery/dist/jquery.js', 'datatables.net/js/dataTables.js'],
    html: table,
    start: `window.table = new DataTable('#table', { order: [[0, 'desc']] })`,
    ready: `one('.dt-search')`,
    act: `table.page(1).draw('page')`,
    state: `[all('#table tbody tr').length, all('#table tbody td')[0].textContent, all('#table tbody td')[1].textContent, all('.dt-search').length]`,
    expected: (version) => [10, 'Article 14', String(version), 1],
  },
  {
    name: 'simple-datatables',
    files: ['simple-datatables/dist/style.css', 'simple-datatables/dist/umd/simple-datatables.js'],
    html: table,
    start: `window.table = new simpleDatatables.DataTable('#table')`,
    ready: `one('.datatable-pagination')`,
    act: `table.page(2)`,
    state: `[all('#table tbody tr').length, all('#table tbody td')[0].textContent, all('.datatable-input').length]`,
    expected: () => [10, 'Article 10', 1],
  },
  {
    name: 'Tabulator, of a table of the page',
    files: ['tabulator-tables/dist/css/tabulator.css', 'tabulator-tables/dist/js/tabulator.js'],
    html: table,
    start: `window.grid = new Tabulator('#table', { layout: 'fitColumns', height: 200 })`,
    ready: `one('.tabulator-row')`,
    act: `grid.setSort('name', 'desc')`,
    state: `[all('.tabulator').length, all('.tabulator-cell')[0].textContent]`,
    expected: () => [1, 'Article 24'],
  },
  {
    name: 'FullCalendar',
    files: [
      'skeleton.css',
      'themes/classic/theme.css',
      'themes/classic/palette.css',
      'all/global.js',
      'themes/classic/global.js',
    ].map((file) => `fullcalendar/${file}`),
    html: () => '<div id="calendar"></div>',
    start: `window.calendar = new FullCalendar.Calendar(one('#calendar'), { initialDate: '2026-05-01', events: [{ title: 'Fair', start: '2026-06-17' }] }); calendar.render()`,
    ready: `one('#calendar').textContent.includes('31')`,
    act: `calendar.next()`,
    state: `[calendar.getDate().getMonth(), one('#calendar').textContent.includes('Fair')]`,
    expected: () => [5, true],
  },
  {
    name: 'SortableJS',
    files: ['sortablejs/Sortable.js'],
    html: (version) => LIST.replace('>b<', `>b${version}<`),
    start: `window.sortable = new Sortable(one('#list'))`,
    ready: 'window.sortable',
    act: `sortable.sort(['c', 'a', 'b'].map((id) => sortable.toArray()[['a', 'b', 'c'].indexOf(id)]))`,
    state: `one('#list').textContent`,
    expected: (version) => `cab${version}`,
  },
  {
    name: 'dragula',
    files: ['dragula/dist/dragula.css', 'dragula/dist/dragula.js'],
    html: () => LIST,
    start: `window.drake = dragula([one('#list')])`,
    ready: 'window.drake',
    act: `drake.start(one('#a')); one('#list').append(one('#a')); drake.end()`,
    state: `[one('#list').textContent, drake.dragging]`,
    expected: () => ['bca', false],
  },
  {
    name: 'Plyr',
    files: ['plyr/dist/plyr.css', 'plyr/dist/plyr.js'],
    html: () => `<audio id="player" controls src="${WAV}"></audio>`,
    start: `window.player = new Plyr('#player', { loadSprite: false, storage: { enabled: false } })`,
    ready: `one('.plyr__controls')`,
    act: `player.volume = 0.25`,
    state: `[all('.plyr').length, player.volume, one('#player').hasAttribute('controls')]`,
    expected: () => [1, 0.25, false],
  },
  {
    name: 'Video.js',
    files: ['video.js/dist/video-js.css', 'video.js/dist/video.js'],
    html: () => `<video id="player" class="video-js" controls width="320" height="180"></video>`,
    start: `window.player = videojs('player')`,
    ready: `one('.vjs-control-bar')`,
    act: `player.muted(true)`,
    state: `[all('.vjs-control-bar').length, player.muted(), one('#player').classList.contains('vjs-paused')]`,
    expected: () => [1, true, true],
  },
];
