import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { STORAGE_CLASS } from "../types";

export const storageClassRetain: ResourceRule = {
  name: "storage-class-retain",
  pack: "backup",
  description: "In production a disk outlives its claim.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "With Delete, the default, removing a claim, a namespace or a release deletes the data at once.",
  mend: "Set reclaimPolicy: Retain, and delete released volumes by hand.",
  link: "https://kubernetes.io/docs/concepts/storage/storage-classes/#reclaim-policy",
  types: [STORAGE_CLASS],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown reclaimPolicy passes." },
  check: ({ props }) =>
    isMissing(props["reclaimPolicy"]) || props["reclaimPolicy"] === "Delete"
      ? ["it deletes a disk with its claim"]
      : [],
};
