import { mustBeGiven, where } from "../checks";
import { GCP_CLUSTER } from "../gcp-types";
import { isTrue } from "../read";
import type { ResourceRule } from "../rule";

export const gcpGkeWorkloadIdentity: ResourceRule = {
  name: "gcp-gke-workload-identity",
  pack: "identity",
  description: "Pods have identities of their own.",
  severity: "high",
  frameworks: ["SOC 2 CC6.1"],
  why: "Without Workload Identity, every pod of a node acts as the node.",
  mend: 'Set workloadIdentityConfig.workloadPool: "<project>.svc.id.goog".',
  link: "https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity",
  types: [GCP_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown workloadIdentityConfig passes; Autopilot has it always." },
  check: where(
    (props) => !isTrue(props["enableAutopilot"]),
    mustBeGiven("workloadIdentityConfig.workloadPool", "pods act as their node"),
  ),
};
