import { at, dictsAt, isDict } from "../read";
import type { ResourceRule } from "../rule";
import { NETWORK_POLICY } from "../types";

const all = (selector: unknown): boolean => isDict(selector) && Object.keys(selector).length === 0;

export const networkPolicyEgressNotOpen: ResourceRule = {
  name: "network-policy-egress-not-open",
  pack: "network",
  description: "A network policy for every pod does not let everything out.",
  severity: "medium",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide", "PCI DSS 1.3.2"],
  why: "What has broken in can then send data anywhere, and fetch whatever it needs to go on.",
  mend: "Name the peers in egress[].to, or select the pods that need to be open.",
  link: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-egress-traffic",
  types: [NETWORK_POLICY],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown rules, peers or selectors pass." },
  check: ({ props }) =>
    all(at(props, "spec.podSelector")) && dictsAt(props, "spec.egress").some((rule) => Object.keys(rule).length === 0)
      ? ["it lets every pod of its namespace reach everything"]
      : [],
};
