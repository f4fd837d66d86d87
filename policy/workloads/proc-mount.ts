import { POD_TYPES, podCheck, weakening } from "../pods";
import { at, isMissing, isNot } from "../read";
import type { ResourceRule } from "../rule";

/** Whether a container sees /proc otherwise than masked. */
export const unmasked = (spec: unknown): boolean => {
  const mount = at(spec, "securityContext.procMount");
  return !isMissing(mount) && isNot(mount, "Default");
};

export const procMount: ResourceRule = {
  name: "proc-mount",
  pack: "workloads",
  description: "Containers that share the node's users see /proc masked.",
  severity: "medium",
  frameworks: ["PSS baseline"],
  why: "An unmasked /proc shows and changes settings of the node's kernel.",
  mend: "Leave securityContext.procMount out.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown procMount or hostUsers passes." },
  check: podCheck({
    container: ({ label, spec }, pod) =>
      pod.ownUsers !== true && unmasked(spec) && !pod.ownUsersUnknown ? [`${label} sees /proc unmasked`] : [],
    values: weakening(["procMount"], "Unmasked"),
  }),
};
