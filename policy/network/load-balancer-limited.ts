import { at, isDict, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { SERVICE } from "../types";

/** Annotations by which clouds make a Service's load balancer an internal one, and the value that does. */
const INTERNAL: Readonly<Record<string, string>> = {
  "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
  "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
  "networking.gke.io/load-balancer-type": "Internal",
  "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
};

export const loadBalancerLimited: ResourceRule = {
  name: "load-balancer-limited",
  pack: "network",
  description: "A Service with a load balancer of its own is internal, or says who may reach it.",
  severity: "medium",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide", "PCI DSS 1.3.1"],
  why: "It is a way in beside the gateway: without its TLS, its limits and its logs, for the whole internet.",
  mend: "Use ClusterIP behind the gateway, set spec.loadBalancerSourceRanges, or make it internal by annotation.",
  link: "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer",
  types: [SERVICE],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "Unknown types, ranges and annotations pass." },
  check: ({ props }) => {
    if (at(props, "spec.type") !== "LoadBalancer") return [];
    const annotations = at(props, "metadata.annotations");
    const internal =
      isUnknown(annotations) ||
      (isDict(annotations) &&
        Object.entries(INTERNAL).some(([key, value]) => isUnknown(annotations[key]) || annotations[key] === value));
    const ranges = at(props, "spec.loadBalancerSourceRanges");
    const open = isMissing(ranges) || (Array.isArray(ranges) && ranges.includes("0.0.0.0/0"));
    return open && !internal ? ["it opens a load balancer to the whole internet"] : [];
  },
};
