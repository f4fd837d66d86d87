import type { OwnNodes } from "../../../../components/in-cluster/options";
import { postgresConnections, postgresSize } from "../../../../components/in-cluster/sizes";
import type { CloudFigures, Machine } from "../figures";

/** A node of one's own as a type of machine: `4x8` has 4 cores and 8 GiB. */
export const ownMachine = ({ cpu, memoryGb }: Pick<OwnNodes, "cpu" | "memoryGb">): string => `${cpu}x${memoryGb}`;

/**
 * What Kubernetes and the system keep of a node that may be the control plane too: K3s documentation, "Resource profiling": a
 * server with a workload takes 6–10% of a core and 1.4–1.6 GB. The rest is the system's.
 */
const KEPT = { cpu: 200, memory: 1800 } as const;

/** The kubelet's own limit. */
const PODS = 110;

function machineOf(type: string): Machine | undefined {
  const [, cpu, memory] = /^(\d+)x(\d+)$/.exec(type) ?? [];
  if (cpu === undefined || memory === undefined) return undefined;
  return {
    type,
    cpu: Math.max(0, Number(cpu) * 1000 - KEPT.cpu),
    memory: Math.max(0, Number(memory) * 1024 - KEPT.memory),
    pods: { byInterfaces: PODS, byPrefixes: PODS },
  };
}

/** Nodes of one's own, and stores in pods; a Valkey takes 10,000 clients (its own default, `maxclients`). */
export const inClusterFigures: CloudFigures = {
  machine: machineOf,
  smallest: machineOf("2x4")!,
  mostMemoryPerCore: 8 * 1024,
  postgresConnections: (machine) => postgresConnections(postgresSize(machine)),
  redisConnections: 10_000,
  reservedAddresses: 0,
  nodeAddresses: () => 0,
  otherAddresses: () => 0,
};
