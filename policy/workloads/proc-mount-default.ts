import { POD_TYPES, podCheck } from "../pods";
import type { ResourceRule } from "../rule";
import { unmasked } from "./proc-mount";

export const procMountDefault: ResourceRule = {
  name: "proc-mount-default",
  pack: "workloads",
  description: "Containers with users of their own (hostUsers: false) see /proc masked, too.",
  severity: "low",
  frameworks: ["PSS restricted"],
  why: "In a user namespace an unmasked /proc is less of a danger, but it still shows what the kernel does for others.",
  mend: "Leave securityContext.procMount out, unless containers are built or run inside this one.",
  link: "https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown procMount or hostUsers passes." },
  check: podCheck({
    container: ({ label, spec }, pod) => (pod.ownUsers && unmasked(spec) ? [`${label} sees /proc unmasked`] : []),
  }),
};
