import { type Check, mustBeAtLeast, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { DOCDB_CLUSTER } from "../types";

const check: Check = mustBeAtLeast("backupRetentionPeriod", 7, (days) => `its backups are kept for ${days} days`, 1);

export const docdbBackupRetention: ResourceRule = {
  name: "docdb-backup-retention",
  pack: "backup",
  description: "DocumentDB backups are kept for 7 days or longer.",
  severity: "medium",
  frameworks: ["AWS FSBP DocumentDB.2", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "The default is one day: damage of a weekend is found too late.",
  mend: "Set backupRetentionPeriod: 7 or more.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-2",
  types: [DOCDB_CLUSTER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown backupRetentionPeriod passes, and is judged at the update." },
  check,
  inPlace: "Retention is raised in place, without a restart; backups that exist are kept longer.",
  remediate: setting("backupRetentionPeriod", 7, check),
};
