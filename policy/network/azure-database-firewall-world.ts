import { at } from "../read";
import type { ResourceRule } from "../rule";

export const azureDatabaseFirewallWorld: ResourceRule = {
  name: "azure-database-firewall-world",
  pack: "network",
  description: "No firewall rule of a database is the whole internet.",
  severity: "critical",
  frameworks: ["CIS Azure Foundations 5.1.2", "CIS Azure Foundations 5.2.5", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "0.0.0.0 to 255.255.255.255 lets everyone try passwords; 0.0.0.0 alone lets in every customer of Azure.",
  mend: "Name the addresses, or use a private endpoint.",
  link: "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-firewall-rules",
  types: [
    "azure-native:dbforpostgresql:FirewallRule",
    "azure-native:dbformysql:FirewallRule",
    "azure-native:sql:FirewallRule",
  ],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown startIpAddress passes, and is judged at the update." },
  check: ({ props }) =>
    at(props, "startIpAddress") === "0.0.0.0"
      ? [`it lets 0.0.0.0 to ${String(at(props, "endIpAddress"))} connect`]
      : [],
};
