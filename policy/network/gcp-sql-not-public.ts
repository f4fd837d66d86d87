import { GCP_SQL } from "../gcp-types";
import { at, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const gcpSqlNotPublic: ResourceRule = {
  name: "gcp-sql-not-public",
  pack: "network",
  description: "Cloud SQL has no public address.",
  severity: "critical",
  frameworks: ["CIS GCP Foundations 6.6", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "A public database is one wrong authorised network away from the whole internet.",
  mend: "Set settings.ipConfiguration.ipv4Enabled: false and privateNetwork.",
  link: "https://cloud.google.com/sql/docs/postgres/configure-private-ip",
  types: [GCP_SQL],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown ipv4Enabled passes, and is judged at the update." },
  check: ({ props }) => {
    const open = at(props, "settings.ipConfiguration.ipv4Enabled");
    return isUnknown(open) || open === false ? [] : ["it has a public address"];
  },
};
