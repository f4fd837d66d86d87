import { AZURE_POSTGRES } from "../azure-types";
import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const azurePostgresCustomerKey: ResourceRule = {
  name: "azure-postgres-customer-key",
  pack: "encryption",
  description: "PostgreSQL is encrypted with a key of one's own.",
  severity: "medium",
  frameworks: ["PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Under Microsoft's key nobody can limit, log or withdraw who decrypts; the choice is made once.",
  mend: 'Set dataEncryption { type: "AzureKeyVault", primaryKeyURI, primaryUserAssignedIdentityId } when it is made.',
  link: "https://learn.microsoft.com/azure/postgresql/flexible-server/security-data-encryption",
  types: [AZURE_POSTGRES],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown dataEncryption passes, and is judged at the update." },
  check: mustBeOneOf("dataEncryption.type", ["AzureKeyVault"], "it has no key of its own"),
};
