import type { StackRule } from "../rule";
import { BUCKET } from "../types";

/** Both names of the same resource: the provider renamed it in version 7. */
const LIFECYCLES = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
] as const;

export const bucketLifecycle: StackRule = {
  name: "bucket-lifecycle",
  pack: "backup",
  description: "Every bucket says when old versions and broken uploads go.",
  severity: "low",
  frameworks: ["AWS FSBP S3.13", "GDPR Art. 5(1)(e)"],
  why: "Versions and unfinished uploads are otherwise kept, and paid for, for ever; so is what should have been erased.",
  mend: "Add a BucketLifecycleConfiguration with noncurrentVersionExpiration and abortIncompleteMultipartUpload.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-13",
  types: [BUCKET],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: {
    behaviour: "passes",
    text: "A configuration whose bucket is not known yet may be this one's: it passes.",
  },
  checkStack: (stack) =>
    stack
      .ofType(BUCKET)
      .filter((bucket) => LIFECYCLES.every((type) => stack.referring(type, "bucket", bucket).length === 0))
      .map((resource) => ({ resource, message: "nothing ever leaves it" })),
};
