import type { ResourceRecord } from "../engine/record";

/** A group of nodes: its kinds of machine, and how many. */
export interface PoolShape {
  readonly kinds: string;
  readonly min: number;
  readonly max: number;
  /** How many there are at first. */
  readonly first: number;
}

/** What proofs and the picture of a stack must know of one provider's types. */
export interface CloudShape {
  /** First part of its type tokens. */
  readonly provider: string;
  /** Types by the part that they play. */
  readonly types: Readonly<Record<Part, readonly string[]>>;
  readonly cidr: (network: ResourceRecord) => string;
  readonly pool: (record: ResourceRecord) => PoolShape;
  /** Zones of a pool or a store, where it says them itself; else its subnets do. */
  readonly zones?: (record: ResourceRecord) => readonly string[];
  /** Type of a way out that stands in one zone, and serves every zone. @default ways out are each zone's or the region's */
  readonly zonalWayOut?: string;
  /** A copy of another, and no store of its own. */
  readonly isReplica: (store: ResourceRecord) => boolean;
  /** Type of a store that consists of members → their type, and the input that names the store. @default none does */
  readonly members?: Readonly<Record<string, { readonly type: string; readonly of: string }>>;
  /** Copies of a store that can take over. */
  readonly standbys: (store: ResourceRecord) => number;
  /**
   * Ports of a store that the whole network may reach, where no group of addresses decides it: its own, and that of a pool which it
   * may have. @default a group does
   */
  readonly openPorts?: (store: ResourceRecord) => readonly [own: number, pool?: number];
  /** First port of its stores, where they do not say it themselves. @default they do */
  readonly port?: number;
  /** Such as `postgres 17` and `db.t4g.small`. */
  readonly store: (store: ResourceRecord) => { readonly kind: string; readonly size: string };
}

/**
 * `places`: what pods run on; `pools`: those of them that are counted. `databases` and `caches` hold data behind an address in
 * the network.
 */
export type Part = "networks" | "places" | "pools" | "databases" | "caches" | "buckets" | "queues" | "entries";
