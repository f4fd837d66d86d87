import { allowing, byAnyone, conditional, nameOf } from "../policy-document";
import type { ResourceRule } from "../rule";
import { BUCKET_POLICY } from "../types";

export const bucketPolicyNotPublic: ResourceRule = {
  name: "bucket-policy-not-public",
  pack: "network",
  description: "A bucket's policy opens it to nobody outside.",
  severity: "critical",
  frameworks: ["AWS FSBP S3.2", "AWS FSBP S3.3"],
  why: 'An allowed principal "*" makes the bucket public.',
  mend: "Name the principals, or serve the bucket through a CDN with its own identity.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-2",
  types: [BUCKET_POLICY],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown policy, and an unknown condition, pass." },
  check: ({ props }) =>
    allowing(props["policy"])
      .filter((statement) => byAnyone(statement) && !conditional(statement))
      .map((statement) => `${nameOf(statement)} lets anyone in`),
};
