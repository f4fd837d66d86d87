import { z } from "zod";
import { absolutePath, disk, memory, name, oneOf } from "../fields";

/** Scratch space beside the read-only root. */
export const tmp = z.record(absolutePath, memory).default({}).meta({
  description: "Writable directories that live as long as the pod: path → size. /tmp of 64Mi is always there.",
});

/** Config files. */
export const files = z
  .record(absolutePath, z.string().max(262_144))
  .default({})
  .meta({ description: "Config files: path → text, read-only. A change restarts the pods. Nothing secret." });

const volume = z.strictObject({
  path: absolutePath.meta({ description: "Where it is mounted." }),
  size: disk.meta({ description: "Its size. It can grow, and never shrink." }),
  class: name("the name of a StorageClass", 63)
    .optional()
    .meta({ description: "StorageClass. Default: the cluster's default one." }),
  access: oneOf(["readWriteOnce", "readWriteOncePod", "readWriteMany"], {
    description: "Who may mount it: the pods of one node, one pod, or the pods of many nodes.",
  }).default("readWriteOnce"),
  retained: z
    .boolean()
    .default(true)
    .meta({ description: "It stays when the workload is removed, or no longer names it." }),
});

/** Disks that outlive pods. */
export const volumes = z
  .record(name("the name of a volume", 20), volume)
  .default({})
  .meta({ description: "Disks that outlive pods, by name." });
