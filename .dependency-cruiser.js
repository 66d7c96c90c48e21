/** Import directions: what may know what. One rule a sentence; `npm test` runs them. */
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    rule('no-circles', {}, { circular: true }, 'Imports run one way.'),
    rule(
      'protocol-knows-nothing',
      { path: '^src/protocol' },
      { pathNot: '^src/protocol' },
      'The wire types stand alone.',
    ),
    rule(
      'gateway-knows-only-protocol',
      { path: '^src/gateway' },
      { path: '^src/', pathNot: '^src/(gateway|protocol)' },
      'The gateway shares nothing with the client but the wire.',
    ),
    rule(
      'client-never-gateway',
      { path: '^src/', pathNot: '^src/(gateway|cli)' },
      { path: '^src/(gateway|cli)' },
      'Nothing of the gateway reaches a page.',
    ),
    rule(
      'client-never-node',
      { path: '^src/', pathNot: '^src/(gateway|cli)' },
      { dependencyTypes: ['core'] },
      'Client code runs in browsers.',
    ),
    rule(
      'cli-above',
      { path: '^src/cli' },
      { path: '^src/', pathNot: '^src/(cli|gateway|protocol)' },
      'The command line knows the gateway as a whole, and the wire.',
    ),
    rule(
      'elements-apart',
      { path: '^src/elements/(dx-[a-z-]+)' },
      { path: '^src/elements/dx-', pathNot: '^src/elements/$1' },
      'An element imports no other element.',
    ),
    rule(
      'shared-knows-no-element',
      { path: '^src/elements/shared' },
      { path: '^src/(elements/dx-|define)' },
      'What elements share knows none of them.',
    ),
    rule(
      'socket-only-in-connection',
      { path: '^src/', pathNot: '^src/(connection|gateway|cli)' },
      { path: 'node_modules/(socket.io|engine.io)' },
      'Of the client only connection/ knows Socket.IO.',
    ),
    rule(
      'lit-only-where-it-draws',
      {
        path: '^src/',
        pathNot:
          '^src/(elements|dom|frameworks)/|[.](view|styles)[.]ts$|^src/alerts/toasts/toast-region[.]ts$|^src/alerts/variant-icons[.]ts$|^src/(alerts/inbox/inbox|messenger/messenger-panel|event-log/event-log-panel)[.]ts$',
      },
      { path: 'node_modules/(lit|@lit)' },
      'Decisions, stores and the connection work without Lit: only views, styles and elements draw.',
    ),
    rule(
      'data-pure',
      { path: '^src/data' },
      { path: '^src/', pathNot: '^src/(data|protocol|warn)' },
      'What a message is depends on nothing that runs.',
    ),
    rule(
      'connection-below',
      { path: '^src/connection' },
      { path: '^src/(elements|refresh|alerts|messenger|event-log|define|entries)' },
    ),
    rule(
      'refresh-below',
      { path: '^src/refresh' },
      { path: '^src/(elements|connection|alerts|messenger|event-log|define|entries)' },
    ),
    rule(
      'alerts-below',
      { path: '^src/alerts' },
      { path: '^src/(elements|connection|refresh|messenger|event-log|define|entries)' },
    ),
    rule(
      'redirect-below',
      { path: '^src/redirect' },
      {
        path: '^src/',
        pathNot:
          '^src/(redirect|data|clock|dom/(shadow-dom|page-visibility)|refresh/user-edits|alerts/alert(-entry)?[.])',
      },
      'Where a page goes is decided by what it is given.',
    ),
    rule(
      'parts-below',
      { path: '^src/(event-log|messenger)' },
      { path: '^src/(elements|refresh|alerts|define|entries|connection/(?!connection-state|shown-state))' },
      'What an element loads knows of the page only what the element gives it.',
    ),
    rule(
      'shared-below',
      { path: '^src/(i18n|dom)' },
      { path: '^src/', pathNot: '^src/(i18n|dom|data|warn)' },
      'What all features share knows none of them.',
    ),
    rule(
      'only-define-registers',
      { path: '^src/', pathNot: '^src/(define|entries)' },
      { path: '^src/define' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
