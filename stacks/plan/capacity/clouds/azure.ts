import type { CloudFigures, Machine } from "../figures";

/** GiB for each vCPU, by the family of a size. */
const memoryPerCore: Readonly<Record<string, number>> = { D: 4, E: 8, F: 2 };

/** Sizes that burst: vCPUs and GiB. Source: "B-series burstable virtual machine sizes". */
const bursting: Readonly<Record<string, { cores: number; gib: number }>> = {
  Standard_B1ms: { cores: 1, gib: 2 },
  Standard_B2s: { cores: 2, gib: 4 },
  Standard_B2ms: { cores: 2, gib: 8 },
  Standard_B4ms: { cores: 4, gib: 16 },
  Standard_B8ms: { cores: 8, gib: 32 },
};

/** Pods that a node is told to take (components/clouds/azure/node-pool.ts). */
const PODS = 110;

function shapeOf(size: string): { cores: number; gib: number } | undefined {
  if (bursting[size]) return bursting[size];
  const [, family = "", count = "", features = ""] = /^Standard_([DEF])(\d+)([a-z]*)(?:_v\d+)?$/.exec(size) ?? [];
  const perCore = memoryPerCore[family];
  if (perCore === undefined) return undefined;
  // An `l` is for less memory: half of what the family has.
  return { cores: Number(count), gib: Number(count) * (family === "D" && features.includes("l") ? 2 : perCore) };
}

/** Cores → millicores that AKS keeps of them: "Resource reservations". */
const kept: readonly (readonly [cores: number, millicores: number])[] = [
  [64, 740],
  [32, 420],
  [16, 260],
  [8, 180],
  [4, 140],
  [2, 100],
  [0, 60],
];
const keptCpu = (cores: number): number => kept.find(([from]) => cores >= from)![1];

/** The lesser of 20 MiB a pod and 50 more, and of a quarter; and 100 MiB for eviction (AKS from 1.29 on). */
const keptMemory = (gib: number): number => Math.min(20 * PODS + 50, (gib * 1024) / 4) + 100;

function machineOf(type: string): Machine | undefined {
  const shape = shapeOf(type);
  if (!shape) return undefined;
  return {
    type,
    cpu: shape.cores * 1000 - keptCpu(shape.cores),
    memory: Math.floor(shape.gib * 1024 - keptMemory(shape.gib)),
    pods: { byInterfaces: PODS, byPrefixes: PODS },
  };
}

/** GiB of memory → `max_connections` by default: flexible servers, "Limits". */
const connections: readonly (readonly [gib: number, connections: number])[] = [
  [48, 5000],
  [32, 3437],
  [16, 1718],
  [8, 859],
  [4, 429],
  [0, 50],
];

/**
 * Azure. Sources: AKS "Resource reservations" and "Azure CNI Overlay"; flexible servers "Limits"; VNet "FAQ" (addresses that
 * Azure keeps); "Azure Managed Redis: connections by SKU", the smallest.
 */
export const azureFigures: CloudFigures = {
  machine: machineOf,
  smallest: machineOf("Standard_D2ds_v5")!,
  mostMemoryPerCore: 8 * 1024,
  postgresConnections: (sku) => {
    const shape = shapeOf(sku);
    return shape && connections.find(([from]) => shape.gib >= from)?.[1];
  },
  redisConnections: 15_000,
  reservedAddresses: 5,
  // Pods have a range of the cluster's own.
  nodeAddresses: () => 1,
  otherAddresses: () => 0,
};
