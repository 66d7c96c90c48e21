/** What a node knows of the other nodes of its gateway. */
export interface OtherNodes {
  /** How many connections of an app the others have together, as they said about a second ago. */
  connections(appId: string): number;
  /** How many others there are. */
  count(): number;
}

/** A gateway of one node. */
export const NO_OTHERS: OtherNodes = { connections: () => 0, count: () => 0 };
