import { AZURE_POSTGRES } from "../azure-types";
import { mustBeOneOf, where } from "../checks";
import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const azurePostgresPrivate: ResourceRule = {
  name: "azure-postgres-private",
  pack: "network",
  description: "PostgreSQL has no public address.",
  severity: "critical",
  frameworks: ["CIS Azure Foundations 5.2.5", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "A public database is one wrong firewall rule away from the whole internet.",
  mend: 'Give network.delegatedSubnetResourceId, or publicNetworkAccess: "Disabled" with a private endpoint.',
  link: "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-private",
  types: [AZURE_POSTGRES],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown network passes, and is judged at the update." },
  check: where(
    (props) => isMissing(at(props, "network.delegatedSubnetResourceId")),
    mustBeOneOf("network.publicNetworkAccess", ["Disabled"], "it has a public address"),
  ),
};
