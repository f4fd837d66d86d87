import { POD_TYPES, podCheck } from "../pods";
import { dictsAt, isDict, isMissing } from "../read";
import type { ResourceRule } from "../rule";

/** Volume types that Pod Security "restricted" allows. */
const ALLOWED: readonly string[] = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

export const restrictedVolumes: ResourceRule = {
  name: "restricted-volumes",
  pack: "workloads",
  description: "Volumes come from the cluster, never from the node's own disk.",
  severity: "high",
  frameworks: ["PSS restricted"],
  why: "A hostPath volume reads other pods' data and the node's keys, and writes what the node will run.",
  mend: "Use a claim, an emptyDir, a projected volume, a config map or a secret.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown volumes pass." },
  check: podCheck({
    pod: ({ spec }) =>
      dictsAt(spec, "volumes").flatMap((volume) =>
        Object.keys(volume)
          .filter((key) => key !== "name" && !isMissing(volume[key]) && !ALLOWED.includes(key))
          .map((key) => `volume "${String(volume["name"])}" is a ${key}`),
      ),
    values: ({ path, value }) => (isDict(value["hostPath"]) ? [`${path} is a hostPath`] : []),
  }),
};
