import { podCheck } from "../pods";
import { dictsAt, isDict, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

export const emptyDirLimit: ResourceRule = {
  name: "empty-dir-limit",
  pack: "workloads",
  description: "Scratch volumes have a size limit.",
  severity: "low",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "A pod that fills its emptyDir fills the node's disk, or its memory, and every pod there is driven out.",
  mend: "Set emptyDir.sizeLimit.",
  link: "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir",
  types: WORKLOADS,
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown volume or limit passes." },
  check: podCheck({
    pod: ({ spec }) =>
      dictsAt(spec, "volumes")
        .filter(({ emptyDir }) => isDict(emptyDir) && isMissing(emptyDir["sizeLimit"]))
        .map(({ name }) => `volume "${String(name)}" may grow without a limit`),
  }),
};
