import { isDict } from "../read";
import type { ResourceRule } from "../rule";

export const persistentVolumeNotHost: ResourceRule = {
  name: "persistent-volume-not-host",
  pack: "workloads",
  description: "No persistent volume is a folder of a node.",
  severity: "high",
  frameworks: ["PSS baseline", "CIS Kubernetes 5.1.9"],
  why: "A claim on it gives a pod the node's folder, past every check of hostPath; the data dies with the node.",
  mend: "Let a storage class make the volume, or name a disk by csi.",
  link: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#types-of-persistent-volumes",
  types: ["kubernetes:core/v1:PersistentVolume"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "A volume whose source is unknown passes." },
  check: ({ props }) => {
    const spec = props["spec"];
    return isDict(spec) && isDict(spec["hostPath"]) ? ["it is a folder of a node"] : [];
  },
};
