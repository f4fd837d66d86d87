import type { StackRule } from "../rule";
import { BUCKET } from "../types";

const BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

export const bucketPublicAccessBlocked: StackRule = {
  name: "bucket-public-access-blocked",
  pack: "network",
  description: "Every bucket has a public access block.",
  severity: "critical",
  frameworks: ["AWS FSBP S3.8"],
  why: "Without it one ACL or policy makes the bucket readable for everyone.",
  mend: "Add a BucketPublicAccessBlock for it with all four flags on.",
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  types: [BUCKET],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "A block whose bucket is not known yet may be this bucket's: it passes." },
  checkStack: (stack) =>
    stack
      .ofType(BUCKET)
      .filter((bucket) => stack.referring(BLOCK, "bucket", bucket).length === 0)
      .map((resource) => ({ resource, message: "no public access block covers it" })),
};
