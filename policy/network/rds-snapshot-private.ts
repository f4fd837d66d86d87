import { stringsAt } from "../read";
import type { ResourceRule } from "../rule";

export const rdsSnapshotPrivate: ResourceRule = {
  name: "rds-snapshot-private",
  pack: "network",
  description: "Database snapshots are shared with named accounts only.",
  severity: "critical",
  frameworks: ["AWS FSBP RDS.1", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: '"all" lets every AWS account restore the database as its own.',
  mend: "List account ids in sharedAccounts, or leave it out.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-1",
  types: ["aws:rds/snapshot:Snapshot", "aws:rds/clusterSnapshot:ClusterSnapshot", "aws:rds/snapshotCopy:SnapshotCopy"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown accounts pass; known ones beside them are judged." },
  check: ({ props }) =>
    stringsAt(props, "sharedAccounts").includes("all") ? ["every AWS account may restore it"] : [],
};
