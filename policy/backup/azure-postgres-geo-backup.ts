import { AZURE_POSTGRES } from "../azure-types";
import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const azurePostgresGeoBackup: ResourceRule = {
  name: "azure-postgres-geo-backup",
  pack: "backup",
  description: "Production PostgreSQL keeps its backups in a second region, too.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "Backups that are lost with the region were none. It is chosen once, when the server is made.",
  mend: 'Set backup.geoRedundantBackup: "Enabled" when it is made.',
  link: "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-geo-disaster-recovery",
  types: [AZURE_POSTGRES],
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown backup passes, and is judged at the update." },
  check: mustBeOneOf("backup.geoRedundantBackup", ["Enabled"], "its backups are in one region only"),
};
