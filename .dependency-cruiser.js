/** Import directions: what may know what. One rule a sentence; `npm test` runs them. */
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    rule('no-circles', {}, { circular: true }, 'Imports run one way.'),
    rule('protocol-knows-nothing', { path: '^src/protocol' }, { path: '.' }, 'The wire types stand alone.'),
    rule(
      'gateway-knows-only-protocol',
      { path: '^src/gateway' },
      { path: '^src/', pathNot: '^src/(gateway|protocol)' },
      'The gateway shares nothing with the client but the wire.',
    ),
    rule(
      'client-never-gateway',
      { path: '^src/', pathNot: '^src/(gateway|command)' },
      { path: '^src/(gateway|command)' },
      'Nothing of the gateway reaches a page.',
    ),
    rule(
      'client-never-node',
      { path: '^src/', pathNot: '^src/(gateway|command)' },
      { dependencyTypes: ['core'] },
      'Client code runs in browsers.',
    ),
    rule(
      'command-above',
      { path: '^src/command' },
      { path: '^src/', pathNot: '^src/(command|gateway/command|protocol)' },
      'The command line knows the gateway as a whole, and the wire.',
    ),
    rule(
      'elements-apart',
      { path: '^src/elements/(dx-[a-z-]+)' },
      { path: '^src/elements/dx-', pathNot: '^src/elements/$1' },
      'An element imports no other element.',
    ),
    rule(
      'socket-only-in-connection',
      { path: '^src/', pathNot: '^src/(connection|gateway|command)' },
      { path: 'node_modules/(socket.io|engine.io)' },
      'Of the client only connection/ knows Socket.IO.',
    ),
    rule(
      'no-lit-below-controllers',
      { path: '^src/(connection|messages|protocol|refresh|alerts/(?!surface))' },
      { path: 'node_modules/(lit|@lit)' },
      'Decisions, stores and the connection work without Lit.',
    ),
    rule(
      'messages-pure',
      { path: '^src/messages' },
      { path: '^src/', pathNot: '^src/(messages|protocol|warn)' },
    ),
    rule(
      'connection-below',
      { path: '^src/connection' },
      { path: '^src/(elements|controllers|refresh|alerts|define)' },
    ),
    rule(
      'refresh-below',
      { path: '^src/refresh' },
      { path: '^src/(elements|controllers|connection|alerts|define)' },
    ),
    rule(
      'alerts-below',
      { path: '^src/alerts' },
      { path: '^src/(elements|controllers|connection|refresh|define)' },
    ),
    rule(
      'parts-below',
      { path: '^src/(event-log|messenger|status)' },
      { path: '^src/(elements|controllers|refresh|alerts|define|connection/(?!connection-state))' },
      'What an element loads knows of the page only what the element gives it.',
    ),
    rule(
      'shared-below',
      { path: '^src/(words|drawing|storage)' },
      { path: '^src/', pathNot: '^src/(words|drawing|storage|warn)' },
      'What all elements share knows none of them.',
    ),
    rule('controllers-below', { path: '^src/controllers' }, { path: '^src/(elements|define)' }),
    rule(
      'only-define-registers',
      { path: '^src/', pathNot: '^src/(define|script|module)' },
      { path: '^src/define' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
