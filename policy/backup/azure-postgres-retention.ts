import { AZURE_POSTGRES } from "../azure-types";
import { type Check, mustBeAtLeast, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeAtLeast(
  "backup.backupRetentionDays",
  7,
  (days) => `its backups are kept for ${days} days`,
  7,
);

export const azurePostgresRetention: ResourceRule = {
  name: "azure-postgres-retention",
  pack: "backup",
  description: "PostgreSQL backups are kept for 7 days or longer.",
  severity: "high",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "Damage is often noticed only after a weekend.",
  mend: "Leave backup.backupRetentionDays out (7), or set up to 35.",
  link: "https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-backup-restore",
  types: [AZURE_POSTGRES],
  level: "mandatory",
  levels: { prod: "mandatory" },
  onUnknown: { behaviour: "passes", text: "An unknown backup passes, and is judged at the update." },
  check,
  inPlace: "Retention is raised in place, without a restart; backups that exist are kept longer.",
  remediate: setting("backup.backupRetentionDays", 7, check),
};
