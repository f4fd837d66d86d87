import { z } from "zod";
import { whole } from "./fields";

/** What the workloads' namespace may take of the cluster. */
export const quota = z
  .strictObject({
    enabled: z.boolean().default(true).meta({ description: "Whether there is a quota." }),
    cpu: whole(1, 100_000, {
      description: "Cores that all pods may request together. Default: cluster.maxCpu with Karpenter, else no limit.",
    }).optional(),
    memoryGb: whole(1, 1_000_000, {
      description: "GiB that all pods may request together. Default: 8 for each core of the quota.",
    }).optional(),
    pods: whole(1, 100_000, { description: "Pods. Default: 10 for each core of cluster.maxCpu." }).optional(),
    storageGb: whole(0, 10_000_000, {
      description: "GiB of disks. Default: 10 for each core of cluster.maxCpu.",
    }).optional(),
  })
  .prefault({})
  .meta({
    description:
      "What the workloads' namespace may take of the cluster: a fault in one system must not starve the others. Services of type LoadBalancer and NodePort are refused in it.",
  });
