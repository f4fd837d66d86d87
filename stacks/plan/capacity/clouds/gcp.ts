import type { CloudFigures, Machine } from "../figures";

/** GiB for each vCPU, by the kind of a machine type. */
const memoryPerCore: Readonly<Record<string, number>> = { standard: 4, highmem: 8, highcpu: 1 };

/** Shared-core machines of the E2 family: what they may use, and their GiB. */
const sharedCore: Readonly<Record<string, { cores: number; gib: number }>> = {
  "e2-micro": { cores: 2, gib: 1 },
  "e2-small": { cores: 2, gib: 2 },
  "e2-medium": { cores: 2, gib: 4 },
};

/** Pods that a node is told to take, which fixes its range of addresses (components/clouds/gcp/node-pool.ts). */
const PODS = 64;

function shapeOf(type: string): { cores: number; gib: number } | undefined {
  const shared = sharedCore[type];
  if (shared) return shared;
  const [, kind = "", count = ""] = /^[a-z]\d[a-z]?-(standard|highmem|highcpu)-(\d+)$/.exec(type) ?? [];
  const perCore = memoryPerCore[kind];
  return perCore === undefined ? undefined : { cores: Number(count), gib: Number(count) * perCore };
}

/** Cores in which a reservation of CPU grows, and what it takes of each: GKE, "Plan node sizes". */
function keptCpu(cores: number): number {
  return 60 + (cores > 1 ? 10 : 0) + 5 * Math.max(0, Math.min(cores, 4) - 2) + 2.5 * Math.max(0, cores - 4);
}

/** 25% of the first 4 GiB, 20% of the next 4, 10% of the next 8, 6% up to 128, 2% above; and 100 MiB for eviction. */
function keptMemory(gib: number): number {
  const steps = [
    [4, 0.25],
    [4, 0.2],
    [8, 0.1],
    [112, 0.06],
    [Number.POSITIVE_INFINITY, 0.02],
  ] as const;
  let left = gib;
  let kept = 0;
  for (const [width, share] of steps) {
    const part = Math.min(left, width);
    kept += part * share;
    left -= part;
  }
  return kept * 1024 + 100;
}

function machineOf(type: string): Machine | undefined {
  const shape = shapeOf(type);
  if (!shape) return undefined;
  return {
    type,
    cpu: Math.floor(shape.cores * 1000 - keptCpu(shape.cores)),
    memory: Math.floor(shape.gib * 1024 - keptMemory(shape.gib)),
    pods: { byInterfaces: PODS, byPrefixes: PODS },
  };
}

/** Default `max_connections` of Cloud SQL for PostgreSQL, by GiB of memory from which on it holds. */
const connections: readonly (readonly [gib: number, connections: number])[] = [
  [120, 1000],
  [60, 800],
  [30, 600],
  [15, 500],
  [7.5, 400],
  [6, 200],
  [3.75, 100],
  [1.7, 50],
  [0, 25],
];

/**
 * Google Cloud. Sources: GKE "Plan node sizes" and "IP address ranges for VPC-native clusters"; Cloud SQL "Configure database
 * flags" (max_connections); Memorystore "Redis configuration" (maxclients).
 */
export const gcpFigures: CloudFigures = {
  machine: machineOf,
  smallest: machineOf("e2-standard-2")!,
  mostMemoryPerCore: 8 * 1024,
  postgresConnections: (tier) => {
    const [, mib] = /^db-custom-\d+-(\d+)$/.exec(tier) ?? [];
    const gib = mib === undefined ? { "db-f1-micro": 0.6, "db-g1-small": 1.7 }[tier] : Number(mib) / 1024;
    return gib === undefined ? undefined : connections.find(([from]) => gib >= from)?.[1];
  },
  redisConnections: 65_000,
  // Pods have a range of their own, of which nothing is held back.
  reservedAddresses: 0,
  // Twice as many addresses as pods, in a whole prefix: /25 for 64.
  nodeAddresses: () => 2 * PODS,
  otherAddresses: () => 0,
};
