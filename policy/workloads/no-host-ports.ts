import { POD_TYPES, podCheck } from "../pods";
import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";

const used = (port: unknown): boolean => typeof port === "number" && port !== 0;

export const noHostPorts: ResourceRule = {
  name: "no-host-ports",
  pack: "workloads",
  description: "Containers open no port on their node.",
  severity: "medium",
  frameworks: ["PSS baseline"],
  why: "A host port is reachable past every network policy, and keeps a second replica off the node.",
  mend: "Leave hostPort out, and use a service.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown port passes; the others are judged." },
  check: podCheck({
    container: ({ label, spec }) =>
      dictsAt(spec, "ports")
        .filter((port) => used(port["hostPort"]))
        .map((port) => `${label} opens port ${String(port["hostPort"])} of its node`),
    values: {
      keys: ["hostPort"],
      find: ({ path, value }) => (used(value["hostPort"]) ? [`${path}.hostPort is ${String(value["hostPort"])}`] : []),
    },
  }),
};
