import { AZURE_POSTGRES } from "../azure-types";
import { mustBeOneOf, where } from "../checks";
import type { ResourceRule } from "../rule";

export const azurePostgresStandby: ResourceRule = {
  name: "azure-postgres-standby",
  pack: "reliability",
  description: "Production PostgreSQL has a standby in another zone.",
  severity: "high",
  frameworks: ["SOC 2 A1.2"],
  why: "Without a standby the loss of a zone, or a patch, is an outage until a restore is done.",
  mend: 'Set highAvailability.mode: "ZoneRedundant".',
  link: "https://learn.microsoft.com/azure/reliability/reliability-postgresql-flexible-server",
  types: [AZURE_POSTGRES],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown highAvailability passes; a read replica may stand alone." },
  check: where(
    (props) => props["createMode"] !== "Replica",
    mustBeOneOf("highAvailability.mode", ["ZoneRedundant"], "it has no standby in another zone"),
  ),
};
