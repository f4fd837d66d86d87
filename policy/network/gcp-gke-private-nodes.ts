import { mustBeOn } from "../checks";
import { GCP_CLUSTER } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpGkePrivateNodes: ResourceRule = {
  name: "gcp-gke-private-nodes",
  pack: "network",
  description: "GKE nodes have private addresses only.",
  severity: "high",
  frameworks: ["PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "A node with a public address can be reached past every load balancer.",
  mend: "Set privateClusterConfig.enablePrivateNodes: true, and give the subnet a Cloud NAT.",
  link: "https://cloud.google.com/kubernetes-engine/docs/concepts/private-cluster-concept",
  types: [GCP_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown privateClusterConfig passes, and is judged at the update." },
  check: mustBeOn("privateClusterConfig.enablePrivateNodes", "its nodes have public addresses"),
};
