import { MessageType } from 'socket.io-adapter';

/**
 * The stream of Socket.IO's adapter, through which the nodes of a gateway hear of each other. A node that falls
 * behind farther than its length finds what it missed in the log.
 */
export const NODE_STREAM = {
  name: 'dx:sockets',
  maxLength: 2_000,
  /** A larger message, in bytes of its JSON, is only pointed at: each node with listeners reads it from the log. */
  largest: 4_000,
  /** How long it is kept when nothing is pushed, in milliseconds. */
  life: 3_600_000,
};

/**
 * The event by which the log tells every node of a message: app id, channel, epoch, offset and the message. The log
 * writes it in the step that gives the offset, so that all nodes hear of a channel's messages in the order of the log.
 */
export const LOGGED = 'dx:logged';

/** Fields of an entry of the stream that carries an event for every node (`io.serverSideEmit()`), but its data. */
export const EVENT_FOR_NODES = ['uid', 'log', 'nsp', '/', 'type', String(MessageType.SERVER_SIDE_EMIT)];
