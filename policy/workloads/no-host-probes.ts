import { type Container, POD_TYPES, podCheck } from "../pods";
import { at, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

const HANDLERS = [
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle.postStart",
  "lifecycle.preStop",
] as const;

const hosts = ({ label, spec }: Container): readonly string[] =>
  HANDLERS.flatMap((handler) =>
    ["httpGet", "tcpSocket"].flatMap((kind) => {
      const host = at(spec, `${handler}.${kind}.host`);
      return isMissing(host) || isUnknown(host) ? [] : [`${label}: its ${handler} asks the host ${String(host)}`];
    }),
  );

export const noHostProbes: ResourceRule = {
  name: "no-host-probes",
  pack: "workloads",
  description: "Probes and lifecycle hooks ask their own pod, never another host.",
  severity: "medium",
  frameworks: ["PSS baseline"],
  why: "The kubelet asks from the node: with a host of their choice, whoever writes pods can reach what only nodes can.",
  mend: "Leave host out of httpGet and tcpSocket.",
  link: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  types: POD_TYPES,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown host passes; the other probes are judged." },
  check: podCheck({ container: hosts }),
};
