import { POD_TYPES, podCheck, weakening } from "../pods";
import type { ResourceRule } from "../rule";

const NAMESPACES = ["hostNetwork", "hostPID", "hostIPC"] as const;

export const noHostNamespaces: ResourceRule = {
  name: "no-host-namespaces",
  pack: "workloads",
  description: "Pods keep out of their node's network, processes and IPC.",
  severity: "high",
  frameworks: ["PSS baseline", "CIS EKS 4.2.2", "CIS EKS 4.2.3", "CIS EKS 4.2.4"],
  why: "In the node's namespaces a pod goes past network policies, sees other pods' processes and reaches node credentials.",
  mend: "Leave hostNetwork, hostPID and hostIPC out.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other two are judged." },
  check: podCheck({
    pod: ({ spec }) => NAMESPACES.filter((key) => spec[key] === true).map((key) => `${key} is on`),
    values: weakening(NAMESPACES, true),
  }),
};
