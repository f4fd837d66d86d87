import { mustBeOneOf, where } from "../checks";
import { GCP_SQL } from "../gcp-types";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const gcpSqlRegional: ResourceRule = {
  name: "gcp-sql-regional",
  pack: "reliability",
  description: "A production database has a standby in another zone.",
  severity: "high",
  frameworks: ["SOC 2 A1.2"],
  why: "Without a standby the loss of a zone, or a patch, is an outage until a restore is done.",
  mend: 'Set settings.availabilityType: "REGIONAL".',
  link: "https://cloud.google.com/sql/docs/postgres/high-availability",
  types: [GCP_SQL],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown availabilityType passes; read replicas may be in one zone." },
  check: where(
    (props) => isMissing(props["masterInstanceName"]),
    mustBeOneOf("settings.availabilityType", ["REGIONAL"], "it has no standby in another zone"),
  ),
};
