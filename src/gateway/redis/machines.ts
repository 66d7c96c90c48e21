import calculateSlot from 'cluster-key-slot';
import type { Redis } from 'ioredis';
import { LISTENING, RedisCluster, type RedisConnection } from './redis-client.js';

/** On which machine a channel of pub/sub lives. */
export interface Machines {
  /**
   * The machine of a channel.
   *
   * @throws Error where it is not known now
   */
  of(channel: string): string;
  /** Opens a connection that listens there. */
  open(machine: string): Redis;
  /** Calls `listener` where channels may live on other machines than before. */
  onChange(listener: () => void): void;
  /** Looks again where channels live. */
  lookUp(): void;
}

export function machinesOf(client: RedisConnection): Machines {
  return client instanceof RedisCluster ? ofCluster(client) : ofServer(client);
}

function ofServer(client: Redis): Machines {
  return {
    of: () => '',
    open: () => client.duplicate(LISTENING),
    onChange: () => undefined,
    lookUp: () => undefined,
  };
}

function ofCluster(cluster: RedisCluster): Machines {
  let known: (string | undefined)[] = [];
  const isOther = (): boolean => {
    const primaries = cluster.slots.map((machines) => machines[0]);
    const differs =
      primaries.length !== known.length || primaries.some((machine, slot) => machine !== known[slot]);
    known = primaries;
    return differs;
  };
  return {
    of(channel) {
      const machine = cluster.slots[calculateSlot(channel)]?.[0];
      if (machine === undefined) throw new Error('The machines of the Redis Cluster are not known now.');
      return machine;
    },
    open(machine) {
      const node = cluster.nodes('all').find(({ options }) => `${options.host}:${options.port}` === machine);
      if (node === undefined) throw new Error('The machines of the Redis Cluster are not known now.');
      return node.duplicate({ ...LISTENING, readOnly: false });
    },
    onChange: (listener) => void cluster.on('refresh', () => isOther() && listener()),
    lookUp: () => cluster.refreshSlotsCache(() => undefined),
  };
}
