import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

/** Days that AWS FSBP RDS.11 asks for. */
const DAYS = 7;

export const rdsBackupRetention: ResourceRule = {
  name: "rds-backup-retention",
  pack: "backup",
  description: `Database backups are kept for ${DAYS} days or longer.`,
  severity: "high",
  frameworks: ["AWS FSBP RDS.11"],
  why: "Damage is often noticed only after a weekend; point-in-time recovery reaches no further back than the retention.",
  mend: `Set backupRetentionPeriod: ${DAYS} or more.`,
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-11",
  types: [RDS_INSTANCE, RDS_CLUSTER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown retention passes; a replica is backed up at its source." },
  check: ({ props }) => {
    if (!isMissing(props["replicateSourceDb"])) return [];
    const days = at(props, "backupRetentionPeriod") ?? 0;
    return typeof days === "number" && days < DAYS ? [`its backups are kept for ${days} days`] : [];
  },
};
