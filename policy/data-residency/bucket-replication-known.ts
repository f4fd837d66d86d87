import { at, dictsAt, isUnknown } from "../read";
import type { StackRule } from "../rule";
import { BUCKET } from "../types";

export const bucketReplicationKnown: StackRule = {
  name: "bucket-replication-known",
  pack: "data-residency",
  description: "Buckets are replicated to buckets whose region is known.",
  severity: "medium",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Make the destination a bucket of this stack, where aws-region-allowed judges its region, or exempt the copy with its region as the reason.",
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html",
  types: ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "A destination that is not known yet is a bucket of a stack: it passes. Without slipway:policy.regions nothing is judged.",
  },
  checkStack: (stack, { regions }) => {
    const known = new Set(
      stack.ofType(BUCKET).flatMap(({ props }) => [props["arn"], `arn:aws:s3:::${String(props["bucket"])}`]),
    );
    return stack
      .ofType("aws:s3/bucketReplicationConfig:BucketReplicationConfig")
      .filter(() => regions.length > 0)
      .flatMap((resource) =>
        dictsAt(resource.props, "rules")
          .map((rule) => at(rule, "destination.bucket"))
          .filter((arn) => typeof arn === "string" && !isUnknown(arn) && !known.has(arn))
          .map((arn) => ({ resource, message: `it copies to ${String(arn)}, whose region nobody here can tell` })),
      );
  },
};
