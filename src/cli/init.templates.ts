/** The first page. */
export const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>My first live page</title>
    <link rel="icon" href="data:," />
    <style>
      body {
        max-width: 60rem;
        margin: 1.5rem auto;
        padding: 0 1rem;
        font: 1rem/1.5 system-ui, sans-serif;
      }
    </style>
    <script src="dx-realtime/dx-realtime.js" data-url="" data-app-id="my-app" defer></script>
  </head>
  <body>
    <dx-connection-status></dx-connection-status>
    <dx-inbox event-name="alert"></dx-inbox>
    <dx-alert-toast event-name="alert"></dx-alert-toast>

    <h1>My first live page</h1>
    <p>Push the event <code>alert</code>: it shows as a toast, and stays in the inbox.</p>

    <!-- What comes, and which element heard it. Leave it out when the page works. -->
    <dx-event-log></dx-event-log>
  </body>
</html>
`;

/** The first configuration. */
export const CONFIGURATION = `import { readFileSync } from 'node:fs';

const pushKey = readFileSync(new URL('push-key.txt', import.meta.url), 'utf8').trim();

export default {
  apps: [
    {
      id: 'my-app',
      pushKeys: [pushKey],
      // Pages may listen to what goes to everybody without signing in.
      anonymous: true,
      // What comes while somebody who signs in is away is in their inbox on all their devices.
      inbox: { events: ['alert'] },
      // Sites that may connect, beside the gateway's own: 'https://www.example.com'.
      allowedOrigins: [],
      // For trying out. In earnest: passwordHash, or the sessions of your platform.
      users: [
        { id: 'anna', password: 'anna' },
        { id: 'boris', password: 'boris' },
      ],
    },
  ],
};
`;
