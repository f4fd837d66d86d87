import { AZURE_CLUSTER } from "../azure-types";
import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const azureAksSecretsEncrypted: ResourceRule = {
  name: "azure-aks-secrets-encrypted",
  pack: "encryption",
  description: "AKS encrypts Kubernetes secrets with a key of one's own.",
  severity: "high",
  frameworks: ["PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Whoever gets at etcd or its backups reads every secret of the cluster.",
  mend: "Set securityProfile.azureKeyVaultKms { enabled: true, keyId }.",
  link: "https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption",
  types: [AZURE_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown azureKeyVaultKms passes, and is judged at the update." },
  check: mustBeOn("securityProfile.azureKeyVaultKms.enabled", "its secrets are not encrypted with a key"),
};
