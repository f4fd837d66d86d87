import { isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE, REPLICATION_GROUP } from "../types";

/**
 * Hours of data that each service loses at worst with its own backups. RDS restores to any second up to five minutes
 * ago (Amazon RDS user guide, "Restoring to a point in time"); ElastiCache snapshots once a day.
 */
const LOSES: Readonly<Record<string, { readonly property: string; readonly hours: number }>> = {
  [RDS_INSTANCE]: { property: "backupRetentionPeriod", hours: 5 / 60 },
  [RDS_CLUSTER]: { property: "backupRetentionPeriod", hours: 5 / 60 },
  [REPLICATION_GROUP]: { property: "snapshotRetentionLimit", hours: 24 },
};

export const recoveryPoint: ResourceRule = {
  name: "recovery-point",
  pack: "backup",
  description: "No store can lose more hours of data than the stack allows (slipway:policy.rpoHours).",
  severity: "high",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "How much may be lost is promised to somebody; backups that are further apart break the promise in silence.",
  mend: "Back up more often (a replica in another region, a backup plan of its own), or change slipway:policy.rpoHours.",
  link: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_objective_defined_recovery.html",
  types: Object.keys(LOSES),
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown retention passes; without rpoHours everything does." },
  check: ({ type, props }, { rpoHours }) => {
    const { property, hours } = LOSES[type]!;
    // A replica is made anew from its source.
    if (rpoHours === undefined || !isMissing(props["replicateSourceDb"])) return [];
    const retention = props[property];
    // Stores without any backups are the findings of rds-backup-retention and elasticache-snapshots.
    if (isMissing(retention) || isUnknown(retention) || retention === 0 || hours <= rpoHours) return [];
    return [`it may lose ${hours} hours of data; ${rpoHours} are allowed`];
  },
};
