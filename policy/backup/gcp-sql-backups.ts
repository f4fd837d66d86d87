import { every, mustBeOn, where } from "../checks";
import { GCP_SQL } from "../gcp-types";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const gcpSqlBackups: ResourceRule = {
  name: "gcp-sql-backups",
  pack: "backup",
  description: "Cloud SQL is backed up daily, and to any second.",
  severity: "high",
  frameworks: ["CIS GCP Foundations 6.7", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "Without the log, everything since the last backup is lost.",
  mend: "Set settings.backupConfiguration { enabled: true, pointInTimeRecoveryEnabled: true } (MySQL: binaryLogEnabled).",
  link: "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups",
  types: [GCP_SQL],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown flag passes, and the other is judged; a replica is backed up at its source.",
  },
  check: where(
    (props) => isMissing(props["masterInstanceName"]),
    every(
      mustBeOn("settings.backupConfiguration.enabled", "it is not backed up"),
      where(
        (props) => !/^MYSQL/.test(String(props["databaseVersion"])),
        mustBeOn("settings.backupConfiguration.pointInTimeRecoveryEnabled", "it cannot be restored to a point in time"),
      ),
    ),
  ),
};
