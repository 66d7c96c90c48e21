/** Clients of one node in a process of their own, one for each topic: `clients.js PORT TOPICS`. Tells when all listen. */
import { once } from 'node:events';
import { io } from 'socket.io-client';

const [, , port, topics] = process.argv;
process.once('disconnect', () => process.exit());
for (const topic of JSON.parse(topics)) {
  const socket = io(`http://127.0.0.1:${port}`, {
    ...{ auth: { app_id: 'bench' }, transports: ['websocket'], forceNew: true, query: { dx: '1' } },
  });
  await once(socket, 'connect');
  const { refused } = await socket.emitWithAck('dx:listen', { topics: [{ topic }] });
  if (refused.length > 0) throw new Error(refused[0].reason);
}
process.send('listening');
