import { GCP_SQL } from "../gcp-types";
import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";

export const gcpSqlAuthorisedNetworks: ResourceRule = {
  name: "gcp-sql-authorised-networks",
  pack: "network",
  description: "Cloud SQL authorises no network that is the whole internet.",
  severity: "critical",
  frameworks: ["CIS GCP Foundations 6.5", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "0.0.0.0/0 lets everyone try passwords.",
  mend: "Name the addresses, or use the connector.",
  link: "https://cloud.google.com/sql/docs/postgres/authorize-networks",
  types: [GCP_SQL],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown network passes; the others are judged." },
  check: ({ props }) =>
    dictsAt(props, "settings.ipConfiguration.authorizedNetworks")
      .filter(({ value }) => typeof value === "string" && /\/0$/.test(value))
      .map(({ value }) => `it lets ${String(value)} connect`),
};
