import { mustBeOneOf } from "../checks";
import { GCP_NODE_POOL } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpNodeMetadataHidden: ResourceRule = {
  name: "gcp-node-metadata-hidden",
  pack: "identity",
  description: "Pods cannot reach the metadata of their node.",
  severity: "high",
  frameworks: ["SOC 2 CC6.1"],
  why: "With GCE_METADATA a pod takes the node's token.",
  mend: 'Leave workloadMetadataConfig out, or set mode: "GKE_METADATA".',
  link: "https://cloud.google.com/kubernetes-engine/docs/how-to/protecting-cluster-metadata",
  types: [GCP_NODE_POOL],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown workloadMetadataConfig mode passes, and is judged at the update.",
  },
  check: mustBeOneOf(
    "nodeConfig.workloadMetadataConfig.mode",
    ["GKE_METADATA", undefined],
    "pods can take the token of their node",
  ),
};
