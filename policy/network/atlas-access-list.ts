import type { ResourceRule } from "../rule";

/** Everybody's addresses, as one range or by halves. */
const OPEN = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0"];

export const atlasAccessList: ResourceRule = {
  name: "atlas-access-list",
  pack: "network",
  description: "No project of MongoDB Atlas lets in every address.",
  severity: "critical",
  frameworks: ["PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "With such an entry a password alone is between the whole internet and the documents.",
  mend: "Come by a private endpoint, or name the ranges that need it.",
  link: "https://www.mongodb.com/docs/atlas/security/ip-access-list/",
  types: ["mongodbatlas:index/projectIpAccessList:ProjectIpAccessList"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown range passes, and is judged at the update." },
  check: ({ props }) =>
    OPEN.includes(String(props["cidrBlock"])) ? [`it lets in ${String(props["cidrBlock"])}: every address`] : [],
};
