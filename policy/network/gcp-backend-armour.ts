import { mustBeGiven, where } from "../checks";
import type { ResourceRule } from "../rule";

export const gcpBackendArmour: ResourceRule = {
  name: "gcp-backend-armour",
  pack: "network",
  description: "Public backends stand behind a Cloud Armor policy.",
  severity: "medium",
  frameworks: ["PCI DSS 6.4.2", "SOC 2 CC6.6"],
  why: "They are the public entry: what no rule turns away reaches the workloads.",
  mend: "Give securityPolicy.",
  link: "https://cloud.google.com/armor/docs/security-policy-overview",
  types: ["gcp:compute/backendService:BackendService"],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown securityPolicy or loadBalancingScheme passes." },
  check: where(
    (props) => ["EXTERNAL", "EXTERNAL_MANAGED", undefined].includes(props["loadBalancingScheme"] as string | undefined),
    mustBeGiven("securityPolicy", "no security policy protects it"),
  ),
};
