import { isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_INSTANCE } from "../types";

export const rdsMultiAz: ResourceRule = {
  name: "rds-multi-az",
  pack: "reliability",
  description: "A production database has a standby in another zone.",
  severity: "high",
  frameworks: ["AWS FSBP RDS.5"],
  why: "Without a standby the loss of a zone, or a patch, is an outage until a restore is done.",
  mend: "Set multiAz: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5",
  types: [RDS_INSTANCE],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown multiAz passes; read replicas may be in one zone." },
  check: ({ props }) =>
    isMissing(props["replicateSourceDb"]) && !isUnknown(props["multiAz"]) && !isTrue(props["multiAz"])
      ? ["it has no standby in another zone"]
      : [],
};
