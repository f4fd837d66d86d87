import { at, isNot } from "../read";
import type { StackRule } from "../rule";
import { BUCKET, BUCKET_LOGGING } from "../types";

export const bucketVersioning: StackRule = {
  name: "bucket-versioning",
  pack: "backup",
  description: "Every bucket keeps versions, except those that hold access logs only.",
  severity: "medium",
  frameworks: ["Security Hub S3.14"],
  why: "What is overwritten or deleted, by mistake or by an intruder, can be brought back.",
  mend: 'Add a BucketVersioning with status "Enabled", and a lifecycle rule that expires old versions.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14",
  types: [BUCKET],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "A versioning whose bucket or status is not known yet passes." },
  checkStack: (stack) =>
    stack.ofType(BUCKET).flatMap((resource) => {
      const versionings = stack.referring("aws:s3/bucketVersioning:BucketVersioning", "bucket", resource);
      if (versionings.length === 0)
        return stack.referring(BUCKET_LOGGING, "targetBucket", resource).length > 0
          ? []
          : [{ resource, message: "it keeps no versions" }];
      return versionings.every(({ props }) => isNot(at(props, "versioningConfiguration.status"), "Enabled"))
        ? [{ resource, message: "its versioning is not enabled" }]
        : [];
    }),
};
