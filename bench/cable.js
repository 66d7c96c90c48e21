import { WebSocketServer } from 'ws';

/** As much of Action Cable's protocol as a page needs that listens to one stream. */
export function addCable(server) {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: () => 'actioncable-v1-json',
  });
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/cable')
      sockets.handleUpgrade(request, socket, head, (opened) => sockets.emit('connection', opened));
  });
  const identifiers = new Map();
  sockets.on('connection', (socket) => {
    const send = (message) => socket.send(JSON.stringify(message));
    send({ type: 'welcome' });
    const heartbeat = setInterval(
      () => send({ type: 'ping', message: Math.floor(Date.now() / 1_000) }),
      3_000,
    );
    socket.on('message', (data) => {
      const { command, identifier } = JSON.parse(String(data));
      if (command !== 'subscribe') return;
      identifiers.set(socket, identifier);
      send({ identifier, type: 'confirm_subscription' });
    });
    socket.on('close', () => {
      clearInterval(heartbeat);
      identifiers.delete(socket);
    });
  });
  return {
    /** Tells every page to fetch itself anew. */
    publish() {
      const message = '<turbo-stream action="refresh"></turbo-stream>';
      for (const [socket, identifier] of identifiers) socket.send(JSON.stringify({ identifier, message }));
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}
