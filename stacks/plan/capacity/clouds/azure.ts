import { postgresConnections, shapeOf } from "../../../../components/clouds/azure/sizes";
import type { CloudFigures, Machine } from "../figures";

/** Pods that a node is told to take (components/clouds/azure/node-pool.ts). */
const PODS = 110;

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

/**
 * Azure. Sources: AKS "Resource reservations" and "Azure CNI Overlay"; flexible servers "Limits"; VNet "FAQ" (addresses that
 * Azure keeps); "Azure Managed Redis: connections by SKU", the smallest.
 */
export const azureFigures: CloudFigures = {
  machine: machineOf,
  smallest: machineOf("Standard_D2ds_v5")!,
  mostMemoryPerCore: 8 * 1024,
  postgresConnections,
  redisConnections: 15_000,
  reservedAddresses: 5,
  // Pods have a range of the cluster's own.
  nodeAddresses: () => 1,
  otherAddresses: () => 0,
};
