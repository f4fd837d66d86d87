import { at, dictsAt, isDict } from "../read";
import type { ResourceRule } from "../rule";

const ALL = (selector: unknown): boolean => isDict(selector) && Object.keys(selector).length === 0;

export const networkPolicyNotOpen: ResourceRule = {
  name: "network-policy-not-open",
  pack: "network",
  description: "A network policy for every pod does not let everything in.",
  severity: "high",
  frameworks: ["CIS EKS 4.3.2"],
  why: "A rule without a peer matches every source: the policy looks like isolation and is none.",
  mend: "Name the peers in ingress[].from, or select the pods that need to be open.",
  link: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-ingress-traffic",
  types: ["kubernetes:networking.k8s.io/v1:NetworkPolicy"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown rules, peers or selectors pass." },
  check: ({ props }) =>
    ALL(at(props, "spec.podSelector")) && dictsAt(props, "spec.ingress").some((rule) => Object.keys(rule).length === 0)
      ? ["it lets everything in to every pod of its namespace"]
      : [],
};
