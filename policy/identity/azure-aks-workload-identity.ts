import { AZURE_CLUSTER } from "../azure-types";
import { every, mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const azureAksWorkloadIdentity: ResourceRule = {
  name: "azure-aks-workload-identity",
  pack: "identity",
  description: "Pods have identities of their own.",
  severity: "high",
  frameworks: ["SOC 2 CC6.1"],
  why: "Without them, pods share the node's identity, or carry secrets.",
  mend: "Set oidcIssuerProfile.enabled and securityProfile.workloadIdentity.enabled.",
  link: "https://learn.microsoft.com/azure/aks/workload-identity-overview",
  types: [AZURE_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other one is judged." },
  check: every(
    mustBeOn("oidcIssuerProfile.enabled", "it has no issuer of identities"),
    mustBeOn("securityProfile.workloadIdentity.enabled", "its pods have no identities of their own"),
  ),
};
