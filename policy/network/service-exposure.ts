import { at, itemsAt } from "../read";
import type { ResourceRule } from "../rule";
import { SERVICE } from "../types";

export const serviceExposure: ResourceRule = {
  name: "service-exposure",
  pack: "network",
  description: "Services are not exposed on node ports or on borrowed addresses.",
  severity: "medium",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "A node port goes past the load balancer; with externalIPs a service can catch traffic meant for others (CVE-2020-8554).",
  mend: "Use ClusterIP behind a gateway; leave externalIPs out.",
  link: "https://kubernetes.io/docs/concepts/services-networking/service/#external-ips",
  types: [SERVICE],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown type or address passes." },
  check: ({ props }) => [
    ...(at(props, "spec.type") === "NodePort" ? ["it opens a port on every node"] : []),
    ...(itemsAt(props, "spec.externalIPs").length > 0 ? ["it claims externalIPs"] : []),
  ],
};
