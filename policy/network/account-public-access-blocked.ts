import { type Check, every, mustBeOn } from "../checks";
import { isUnknown } from "../read";
import type { ResourceRule } from "../rule";

const FLAGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const check: Check = every(...FLAGS.map((flag) => mustBeOn(flag, `${flag} is not on`)));

export const accountPublicAccessBlocked: ResourceRule = {
  name: "account-public-access-blocked",
  pack: "network",
  description: "The account blocks public access to buckets with all four flags.",
  severity: "high",
  frameworks: ["AWS FSBP S3.1", "CIS AWS Foundations 2.1.4", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: "It holds for the buckets that nobody thought of, too.",
  mend: "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-1",
  types: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
  level: "remediate",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other flags are judged." },
  check,
  inPlace:
    "The flags of the account change in place; no bucket's data is touched. Public readers lose access, which is the aim.",
  remediate: (resource, context) =>
    check(resource, context).length > 0
      ? Object.fromEntries(FLAGS.filter((flag) => !isUnknown(resource.props[flag])).map((flag) => [flag, true]))
      : undefined,
};
