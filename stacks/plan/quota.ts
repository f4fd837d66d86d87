import type { NamespaceQuota } from "../../components/workloads/namespace";
import type { StackConfig } from "../config/schema";
import type { ClusterTraits } from "./clouds/cloud";

/** GiB of memory for each core: what the most roomy of the usual machines (EC2's r family) have. */
const MEMORY_PER_CORE = 8;

/** Pods for each core: at the 100 millicores that the presets request. */
const PODS_PER_CORE = 10;

/** GiB of disks for each core. */
const STORAGE_PER_CORE = 10;

/** The quota of the workloads' namespace; undefined where config switches it off. */
export function planQuota(
  { quota }: Pick<StackConfig, "quota">,
  cluster: Pick<ClusterTraits, "bounded" | "maxCpu">,
): NamespaceQuota | undefined {
  if (!quota.enabled) return undefined;
  // Where nothing holds the cluster to maxCpu, a quota by it could refuse what the nodes have room for.
  const cpu = quota.cpu ?? (cluster.bounded ? cluster.maxCpu : undefined);
  const memoryGb = quota.memoryGb ?? (cpu === undefined ? undefined : cpu * MEMORY_PER_CORE);
  return {
    ...(cpu !== undefined && { cpu }),
    ...(memoryGb !== undefined && { memoryGb }),
    pods: quota.pods ?? cluster.maxCpu * PODS_PER_CORE,
    storageGb: quota.storageGb ?? cluster.maxCpu * STORAGE_PER_CORE,
  };
}
