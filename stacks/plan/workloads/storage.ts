import type { WorkloadValues } from "../../../components/workloads/values";
import type { VolumeValues } from "../../../components/workloads/values/storage";
import { mebibytes } from "../../config/quantities";
import type { WorkloadConfig } from "../../config/workloads/kinds";

/** Always there: many programs write there without being asked. */
const TMP = { "/tmp": "64Mi" };

/** MiB of scratch space that the chart's own limit of disk (1Gi) holds besides logs and the container's layer. */
const ROOMY = 512;

const modes = {
  readWriteOnce: "ReadWriteOnce",
  readWriteOncePod: "ReadWriteOncePod",
  readWriteMany: "ReadWriteMany",
} as const;

/** Scratch space, disks and files of a workload's pods. */
export function storageOf(workload: WorkloadConfig): Pick<WorkloadValues, "tmp" | "volumes" | "files"> {
  const { tmp, volumes, files } = workload;
  return {
    ...(Object.keys(tmp).length > 0 && {
      tmp: Object.entries({ ...TMP, ...tmp }).map(([path, sizeLimit]) => ({ path, sizeLimit })),
    }),
    ...(Object.keys(volumes).length > 0 && {
      volumes: Object.fromEntries(Object.entries(volumes).map(([name, volume]) => [name, volumeOf(volume)])),
    }),
    ...(Object.keys(files).length > 0 && { files }),
  };
}

function volumeOf(volume: WorkloadConfig["volumes"][string]): VolumeValues {
  return {
    path: volume.path,
    size: volume.size,
    ...(volume.class && { className: volume.class }),
    accessMode: modes[volume.access],
    retained: volume.retained,
  };
}

/** The limit of disk that much scratch space needs; undefined where the chart's own is enough. */
export function diskLimit(workload: WorkloadConfig): string | undefined {
  const scratch = Object.values({ ...TMP, ...workload.tmp }).reduce((sum, size) => sum + mebibytes(size), 0);
  return scratch > ROOMY ? `${scratch + ROOMY}Mi` : undefined;
}
