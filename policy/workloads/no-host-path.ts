import { POD_TYPES, podCheck } from "../pods";
import { dictsAt, isDict } from "../read";
import type { ResourceRule } from "../rule";

export const noHostPath: ResourceRule = {
  name: "no-host-path",
  pack: "workloads",
  description: "No pod mounts a folder of its node.",
  severity: "high",
  frameworks: ["PSS baseline", "CIS Kubernetes 5.2.12"],
  why: "A hostPath volume reads other pods' data and the node's keys, and writes what the node will run.",
  mend: "Use a claim, an emptyDir, a projected volume, a config map or a secret.",
  link: "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown volumes pass." },
  check: podCheck({
    pod: ({ spec }) =>
      dictsAt(spec, "volumes")
        .filter((volume) => isDict(volume["hostPath"]))
        .map((volume) => `volume "${String(volume["name"])}" is a hostPath`),
    values: {
      keys: ["hostPath"],
      find: ({ path, value }) => (isDict(value["hostPath"]) ? [`${path} is a hostPath`] : []),
    },
  }),
};
