/**
 * The stories of the demo, in the order of the navigation.
 *
 * - `path`: where the page is. `name`: in the navigation. `title`, `lead`: what it shows, one sentence each.
 * - `steps`: what to do, as HTML. `tags`: the markup that does it, where it stands beside the story.
 * - `file`: its markup in `demo/stories/`; absent where a server renders it. `script`: its own code in `demo/public/`.
 * - `bar`: elements that stand in the bar of the page. `person`: people sign in on it. `live: false`: it connects to
 *   nothing itself.
 */
const INBOX = '<dx-inbox event-name="alert"></dx-inbox>';

export const STORIES = [
  {
    path: '/',
    name: 'Two people',
    title: 'Live pages, no reload, no code.',
    lead: 'Events of your back end refresh widgets and alert people. Anna and Boris have the same page open; these tags make it live.',
    tags: `<dx-refresher event-name="orders-changed"
  action="fetch" target="#orders"></dx-refresher>
<dx-alert-toast event-name="alert"></dx-alert-toast>
<dx-inbox event-name="alert"></dx-inbox>`,
    file: 'two.html',
    script: 'two.js',
    live: false,
  },
  {
    path: '/demo/orders.html',
    name: 'Orders',
    title: 'Place an order and watch every open browser.',
    lead: 'The list and the stock refresh without reload, everywhere. The toast, and the entry in the inbox, reach only the person who ordered.',
    steps: [
      '<a href="/demo/orders.html" target="_blank" rel="noopener">Open a second window</a> beside this one.',
      'Say who you are, in the bar above, and place an order.',
    ],
    script: 'orders.js',
    bar: INBOX,
    person: true,
  },
  {
    path: '/demo/alerts.html',
    name: 'Alerts',
    title: 'Tell one person, and nobody else.',
    lead: 'Toasts for what happens now, the inbox for what was missed. Both are fed by one event.',
    steps: [
      'Say who you are, in the bar above.',
      'Send yourself alerts with the buttons. <kbd>F6</kbd> moves the focus to the newest toast and back.',
      'Ask for a decision, and approve it: the toast waits for the answer of the back end. The larger refund is refused, with the reason.',
      'Open the dialog and send one: the toast lies over it, and can be reached.',
    ],
    file: 'alerts.html',
    script: 'alerts.js',
    bar: INBOX,
    person: true,
  },
  {
    path: '/demo/devices.html',
    name: 'Two devices',
    title: 'Read on one device, read on all.',
    lead: 'The gateway keeps the alerts of a person. Anna has the same page open on her desk and on her phone; the tags are as before.',
    steps: [
      'Send alerts: both devices show them. Read one on the desk, or dismiss it: the phone agrees within a second.',
      'Close the phone, send a few, and open it again: one summary says how many came, and the inbox has them.',
    ],
    file: 'devices.html',
    script: 'devices.js',
    live: false,
  },
  {
    path: '/demo/messenger.html',
    name: 'Messenger',
    title: 'Talk to the other browser.',
    lead: 'What you write is sent to a scenario, which answers and pushes it to everybody. What was not acknowledged is sent again, once.',
    steps: [
      '<a href="/demo/messenger.html" target="_blank" rel="noopener">Open a second window</a> in another browser or a private window, as somebody else. There is room for a third.',
      'Say who you are, and write. Take the network away and go on writing.',
    ],
    file: 'messenger.html',
    script: 'messenger.js',
    person: true,
  },
  {
    path: '/demo/dashboard.html',
    name: 'Dashboard',
    title: 'A storm of events, and a page that stays calm.',
    lead: 'Eight widgets listen to the same event. The strip shows what came and what was refreshed because of it.',
    steps: [
      'Start the storm.',
      'Turn the settings while it blows: each is one attribute of <code>&lt;dx-refresher&gt;</code>.',
      'With <code>hold-while</code> on, click into the note: that widget waits for you.',
    ],
    file: 'dashboard.html',
    script: 'dashboard.js',
  },
  {
    path: '/demo/offline.html',
    name: 'Offline',
    title: 'Lose the connection, miss nothing.',
    lead: 'The gateway keeps what it sent. When the page is back it gets what it missed, in order and once.',
    steps: [
      'Start counting: the back end pushes a number every 400 ms.',
      'Cut the line. The gateway refuses this browser for six seconds, and counts on.',
      'See the numbers that were missed come at once when the line is back.',
    ],
    file: 'offline.html',
    script: 'offline.js',
  },
  {
    path: '/demo/redirect.html',
    name: 'Redirect',
    title: 'Take a person to the next page, politely.',
    lead: 'The back end says where to; the page goes when that disturbs nobody. Never to another site, never from a tab that nobody looks at.',
    steps: [
      'Say who you are, in the bar above, and pay: a second later the page goes to the receipt.',
      'Pay again and write a remark meanwhile: the page stays. After five seconds it shows the link instead.',
    ],
    file: 'redirect.html',
    script: 'redirect.js',
    person: true,
  },
  {
    path: '/demo/topics.html',
    name: 'Topics',
    title: 'Tell those who look at one thing, and nobody else.',
    lead: 'Anna and Boris may watch order 41, Boris and the test user order 42. A rule of the back end says so.',
    steps: [
      'Take an order a step further: it changes where somebody may watch it.',
      'Take order 42 from Boris while he looks: his page says so at once, and the next step does not reach it.',
    ],
    file: 'topics.html',
    script: 'topics.js',
  },
  {
    path: '/demo/push.html',
    name: 'Push by hand',
    title: 'Be the back end.',
    lead: 'A push is one HTTP call. Send one from the console or the shell, and see here what came and which element heard it.',
    steps: [
      '<a href="/console" target="_blank" rel="noopener">Open the console</a>; the push key is <code>demo-push-key</code>.',
      'Send the event <code>alert</code> to <code>*</code>, and choose it in the log.',
    ],
    file: 'push.html',
  },
  {
    path: '/demo/grapesjs.html',
    name: 'Page builder',
    title: 'Build a live page without code.',
    lead: 'GrapesJS with the blocks of this package. In the editor the elements rest; on the page they live.',
    steps: [
      'Drag blocks onto the page, or choose them; choose what is on the page to change its settings.',
      'Save, and view the live page. What you save stays in this browser.',
    ],
    file: 'grapesjs.html',
    live: false,
    script: 'grapesjs.js',
  },
];

/** @returns the story at a path */
export const storyAt = (path) => STORIES.find((story) => story.path === path);
