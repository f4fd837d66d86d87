import { AZURE_VAULT } from "../azure-types";
import { every, mustBeOn, mustStayOn } from "../checks";
import type { ResourceRule } from "../rule";

export const azureVaultPurgeProtection: ResourceRule = {
  name: "azure-vault-purge-protection",
  pack: "backup",
  description: "What is deleted from a key vault can be brought back.",
  severity: "high",
  frameworks: ["CIS Azure Foundations 3.3.5", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "With the key go all data and all backups that it encrypted.",
  mend: "Set properties.enablePurgeProtection: true. It cannot be taken back, which is why no repair sets it.",
  link: "https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview",
  types: [AZURE_VAULT],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other one is judged." },
  check: every(
    mustStayOn("properties.enableSoftDelete", "what is deleted is gone at once"),
    mustBeOn("properties.enablePurgeProtection", "what is deleted can be purged at once"),
  ),
};
