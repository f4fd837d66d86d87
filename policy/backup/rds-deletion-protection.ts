import { isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

export const rdsDeletionProtection: ResourceRule = {
  name: "rds-deletion-protection",
  pack: "backup",
  description: "Databases are protected from deletion.",
  severity: "high",
  frameworks: ["AWS FSBP RDS.7", "AWS FSBP RDS.8"],
  why: "One wrong destroy, or one replacement nobody noticed in a preview, takes the data with it.",
  mend: "Set deletionProtection: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-8",
  types: [RDS_INSTANCE, RDS_CLUSTER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown deletionProtection passes; a read replica holds no data of its own.",
  },
  check: ({ props }) =>
    isMissing(props["replicateSourceDb"]) &&
    !isUnknown(props["deletionProtection"]) &&
    !isTrue(props["deletionProtection"])
      ? ["it is not protected from deletion"]
      : [],
};
