import { at, dictsAt, isMissing, isTrue, isUnknown, stringsAt } from "../read";
import type { Props, ResourceRule } from "../rule";

const OPEN_PORTS = ["80", "443"];
const sourcesOf = (props: Props): readonly string[] =>
  ["sourceRanges", "sourceTags", "sourceServiceAccounts"].every((key) => isMissing(props[key]))
    ? ["0.0.0.0/0"] // what the API takes then
    : stringsAt(props, "sourceRanges");

export const gcpFirewallWorld: ResourceRule = {
  name: "gcp-firewall-world",
  pack: "network",
  description: "The whole internet may reach ports 80 and 443 only.",
  severity: "critical",
  frameworks: ["CIS GCP Foundations 3.6", "CIS GCP Foundations 3.7", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "Every other port that is open to 0.0.0.0/0 or ::/0 is scanned within minutes.",
  mend: "Name sourceRanges, sourceTags or sourceServiceAccounts.",
  link: "https://cloud.google.com/firewall/docs/firewalls",
  types: ["gcp:compute/firewall:Firewall"],
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown range, protocol or port passes; the others are judged.",
  },
  check: ({ props }) => {
    if (at(props, "direction") === "EGRESS" || isTrue(props["disabled"]) || isUnknown(props["disabled"])) return [];
    if (!sourcesOf(props).some((range) => range === "0.0.0.0/0" || range === "::/0")) return [];
    return dictsAt(props, "allows").flatMap(({ protocol, ports }) => {
      if (isUnknown(protocol) || isUnknown(ports)) return [];
      if (isMissing(ports)) return [`it lets the whole internet in on every port of ${String(protocol)}`];
      return stringsAt({ ports }, "ports")
        .filter((port) => !OPEN_PORTS.includes(port))
        .map((port) => `it lets the whole internet in on ${String(protocol)} ${port}`);
    });
  },
};
