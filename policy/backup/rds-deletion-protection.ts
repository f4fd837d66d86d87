import { mustBeOn, setting, where } from "../checks";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

const check = where(
  (props) => isMissing(props["replicateSourceDb"]),
  mustBeOn("deletionProtection", "it is not protected from deletion"),
);

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
  check,
  inPlace:
    "A flag that is set in place, without a restart. Deleting the database then takes two steps, which is the aim.",
  remediate: setting("deletionProtection", true, check),
};
