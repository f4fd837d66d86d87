import { POD_TYPES, podCheck } from "../pods";
import { isDict, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

/** What a container runtime gives by default, without NET_RAW: Pod Security "baseline" allows to add these. */
export const BASELINE_CAPABILITIES: readonly string[] = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

const beyond = (context: unknown): readonly string[] =>
  stringsAt(context, "capabilities.add").filter((capability) => !BASELINE_CAPABILITIES.includes(capability));

export const baselineCapabilities: ResourceRule = {
  name: "baseline-capabilities",
  pack: "workloads",
  description: "No container adds a capability beyond the runtime's own.",
  severity: "critical",
  frameworks: ["PSS baseline", "CIS Kubernetes 5.2.9"],
  why: "SYS_ADMIN, NET_ADMIN and their like are root on the node under another name.",
  mend: "Take it out of securityContext.capabilities.add.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown lists pass; what is known to be added is judged." },
  check: podCheck({
    container: ({ label, spec }) => beyond(spec["securityContext"]).map((capability) => `${label} adds ${capability}`),
    values: {
      keys: ["capabilities"],
      find: ({ path, value }) =>
        isDict(value["capabilities"])
          ? beyond(value).map((capability) => `${path}.capabilities.add has ${capability}`)
          : [],
    },
  }),
};
