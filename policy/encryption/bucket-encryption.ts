import { at, dictsAt, isNot, isUnknown, partlyUnknown } from "../read";
import type { Resource, StackRule } from "../rule";
import { BUCKET, BUCKET_LOGGING } from "../types";

const CONFIGURATION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const ALGORITHM = "applyServerSideEncryptionByDefault.sseAlgorithm";

/** The algorithm that a configuration does not know to be a KMS one. */
function withoutKms({ props }: Pick<Resource, "props">): boolean {
  if (partlyUnknown(props, "rules")) return false;
  const rules = dictsAt(props, "rules");
  return rules.length === 0 || rules.some((rule) => isNot(at(rule, ALGORITHM), "aws:kms", "aws:kms:dsse"));
}

export const bucketEncryption: StackRule = {
  name: "bucket-encryption",
  pack: "encryption",
  description: "Every bucket is encrypted with KMS.",
  severity: "high",
  frameworks: ["Security Hub S3.17"],
  why: "With S3's own keys, everyone who may read an object may decrypt it; a KMS key is a second door, and it is logged.",
  mend: 'Add a BucketServerSideEncryptionConfiguration with sseAlgorithm "aws:kms" and a key.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-17",
  types: [BUCKET],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "A configuration whose bucket is not known yet may be this bucket's; an unknown algorithm passes.",
  },
  checkStack: (stack) =>
    stack.ofType(BUCKET).flatMap((resource) => {
      const configurations = stack.referring(CONFIGURATION, "bucket", resource);
      if (configurations.length > 0)
        // S3 cannot deliver access logs to a bucket under KMS.
        return configurations.every(withoutKms) &&
          stack.referring(BUCKET_LOGGING, "targetBucket", resource).length === 0
          ? [{ resource, message: "its encryption is not KMS" }]
          : [];
      const inline = at(resource.props, `serverSideEncryptionConfiguration.rule.${ALGORITHM}`);
      return isUnknown(inline) || String(inline).startsWith("aws:kms")
        ? []
        : [{ resource, message: "it has no encryption configuration" }];
    }),
};
