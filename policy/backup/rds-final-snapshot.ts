import { isMissing, isTrue } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

export const rdsFinalSnapshot: ResourceRule = {
  name: "rds-final-snapshot",
  pack: "backup",
  description: "A database leaves a last snapshot when it goes.",
  severity: "high",
  frameworks: [],
  why: "Automated backups go with the instance: without a final snapshot nothing is left.",
  mend: "Set skipFinalSnapshot: false and a unique finalSnapshotIdentifier.",
  link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  types: [RDS_INSTANCE, RDS_CLUSTER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "Unknown skipFinalSnapshot and finalSnapshotIdentifier pass." },
  check: ({ props }) => {
    if (!isMissing(props["replicateSourceDb"])) return [];
    if (isTrue(props["skipFinalSnapshot"])) return ["its final snapshot is skipped"];
    return isMissing(props["finalSnapshotIdentifier"]) && isMissing(props["skipFinalSnapshot"])
      ? ["it names no final snapshot, so that deleting it fails halfway"]
      : [];
  },
};
