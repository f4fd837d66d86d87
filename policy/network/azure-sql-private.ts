import { AZURE_SQL } from "../azure-types";
import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const azureSqlPrivate: ResourceRule = {
  name: "azure-sql-private",
  pack: "network",
  description: "Azure SQL has no public address.",
  severity: "critical",
  frameworks: ["CIS Azure Foundations 5.1.7", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "A public database is one wrong firewall rule away from the whole internet.",
  mend: 'Set publicNetworkAccess: "Disabled", and add a private endpoint.',
  link: "https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings",
  types: [AZURE_SQL],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown publicNetworkAccess passes, and is judged at the update." },
  check: mustBeOneOf("publicNetworkAccess", ["Disabled"], "it has a public address"),
};
