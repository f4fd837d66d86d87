import { AZURE_STORAGE } from "../azure-types";
import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const azureStorageCustomerKey: ResourceRule = {
  name: "azure-storage-customer-key",
  pack: "encryption",
  description: "Storage accounts are encrypted with a key of one's own.",
  severity: "medium",
  frameworks: ["CIS Azure Foundations 4.11", "PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Under Microsoft's key nobody can limit, log or withdraw who decrypts.",
  mend: 'Set encryption { keySource: "Microsoft.Keyvault", keyVaultProperties }.',
  link: "https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview",
  types: [AZURE_STORAGE],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown encryption passes, and is judged at the update." },
  check: mustBeOneOf("encryption.keySource", ["Microsoft.Keyvault"], "it has no key of its own"),
};
