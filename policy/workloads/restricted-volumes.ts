import { POD_TYPES, podCheck } from "../pods";
import { dictsAt, isMissing } from "../read";
import type { ResourceRule } from "../rule";

/** Volume types that Pod Security "restricted" allows. */
const ALLOWED: readonly string[] = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** A hostPath is worse, and judged by no-host-path. */
const judged = (key: string): boolean => key !== "name" && key !== "hostPath" && !ALLOWED.includes(key);

export const restrictedVolumes: ResourceRule = {
  name: "restricted-volumes",
  pack: "workloads",
  description: "Volumes are of the kinds that the cluster manages.",
  severity: "high",
  frameworks: ["PSS restricted"],
  why: "Other kinds let whoever writes a pod name any server or disk, past what the cluster's storage classes allow.",
  mend: "Use a claim, an emptyDir, a projected volume, a config map or a secret.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown volumes pass." },
  check: podCheck({
    pod: ({ spec }) =>
      dictsAt(spec, "volumes").flatMap((volume) =>
        Object.keys(volume)
          .filter((key) => judged(key) && !isMissing(volume[key]))
          .map((key) => `volume "${String(volume["name"])}" is of the kind ${key}`),
      ),
  }),
};
