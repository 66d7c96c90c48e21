/**
 * Vite plugin: leaves out a transport of Socket.IO that no setting can choose: `transports` takes WebSocket and polling.
 */
export const withoutWebTransport = {
  name: 'without-web-transport',
  load: (id) =>
    id.endsWith('/engine.io-client/build/esm/transports/webtransport.js')
      ? 'export const WT = undefined;'
      : undefined,
};
