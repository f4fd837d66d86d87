import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

export const rdsCustomerKey: ResourceRule = {
  name: "rds-customer-key",
  pack: "encryption",
  description: "RDS storage is encrypted with a key of one's own.",
  severity: "medium",
  frameworks: [],
  why: "Who may decrypt cannot be limited, and a snapshot cannot be shared with a backup account, under the key that AWS manages.",
  mend: "Give kmsKeyId the ARN of a KMS key of the stack.",
  link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html",
  types: [RDS_INSTANCE, RDS_CLUSTER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown kmsKeyId is a key that does not exist yet: it passes." },
  check: ({ props }) =>
    isMissing(props["replicateSourceDb"]) && isMissing(props["kmsKeyId"]) ? ["it has no KMS key of its own"] : [],
};
