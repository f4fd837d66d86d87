import { at, type Dict, dictsAt, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

const OPEN_PORTS = ["80", "443"];
const WORLD = ["*", "0.0.0.0/0", "::/0", "Internet", "Any"];

function openPorts(rule: Dict): readonly string[] {
  if (at(rule, "direction") !== "Inbound" || at(rule, "access") !== "Allow") return [];
  const sources = [...stringsAt(rule, "sourceAddressPrefix"), ...stringsAt(rule, "sourceAddressPrefixes")];
  if (!sources.some((source) => WORLD.includes(source))) return [];
  const ports = [...stringsAt(rule, "destinationPortRange"), ...stringsAt(rule, "destinationPortRanges")];
  return ports.filter((port) => !OPEN_PORTS.includes(port));
}

export const azureNsgWorld: ResourceRule = {
  name: "azure-nsg-world",
  pack: "network",
  description: "The whole internet may reach ports 80 and 443 only.",
  severity: "critical",
  frameworks: [
    "CIS Azure Foundations 7.1",
    "CIS Azure Foundations 7.2",
    "CIS Azure Foundations 7.3",
    "PCI DSS 1.3.1",
    "SOC 2 CC6.6",
  ],
  why: "Every other port that is open to the internet is scanned within minutes.",
  mend: "Name the source: an address range, a service tag or an application security group.",
  link: "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
  types: ["azure-native:network:NetworkSecurityGroup", "azure-native:network:SecurityRule"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown rule, source or port passes; the others are judged." },
  check: ({ props }) =>
    [props, ...dictsAt(props, "securityRules")]
      .flatMap(openPorts)
      .map((port) => `it lets the whole internet in on ${port === "*" ? "every port" : `port ${port}`}`),
};
