import { isOutside, lies, regionOfArn } from "../places";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

export const rdsSourceRegion: ResourceRule = {
  name: "rds-source-region",
  pack: "data-residency",
  description: "Databases and their automated backups are replicated within the allowed regions.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html",
  types: [RDS_INSTANCE, RDS_CLUSTER, "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown source passes; one that is named without its ARN is in the same region.",
  },
  check: ({ props }, context) =>
    ["replicateSourceDb", "replicationSourceIdentifier", "sourceDbInstanceArn"]
      .map((key) => regionOfArn(props[key]))
      .filter((place) => isOutside(place, context))
      .map((place) => lies("its source is", String(place), context)),
};
