import { POD_TYPES, podCheck, weakens } from "../pods";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const procMount: ResourceRule = {
  name: "proc-mount",
  pack: "workloads",
  description: "Containers see /proc masked.",
  severity: "medium",
  frameworks: ["PSS baseline"],
  why: "An unmasked /proc shows and changes settings of the node's kernel.",
  mend: "Leave securityContext.procMount out.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown procMount passes." },
  check: podCheck({
    container: ({ label, spec }) =>
      at(spec, "securityContext.procMount") === "Unmasked" ? [`${label} sees /proc unmasked`] : [],
    values: (node) => weakens(node, "procMount", "Unmasked"),
  }),
};
