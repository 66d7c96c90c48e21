declare module 'cluster-key-slot' {
  /** The slot of a Redis Cluster in which a key or a channel of pub/sub lies: 0 to 16383. */
  export default function calculateSlot(key: string): number;
}
