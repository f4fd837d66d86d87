import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const bucketNoAcls: ResourceRule = {
  name: "bucket-no-acls",
  pack: "network",
  description: "Buckets have their ACLs switched off.",
  severity: "medium",
  frameworks: ["AWS FSBP S3.12", "SOC 2 CC6.3"],
  why: "ACLs give access object by object, out of sight of every policy.",
  mend: 'Set objectOwnership: "BucketOwnerEnforced", or leave the ownership controls out.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-12",
  types: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown objectOwnership passes, and is judged at the update." },
  check: mustBeOneOf("rule.objectOwnership", ["BucketOwnerEnforced"], "its ACLs still count"),
};
