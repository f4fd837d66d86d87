import { isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

const FLAGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

const missing = (props: Readonly<Record<string, unknown>>): readonly string[] =>
  FLAGS.filter((flag) => !isUnknown(props[flag]) && !isTrue(props[flag]));

export const publicAccessBlockComplete: ResourceRule = {
  name: "public-access-block-complete",
  pack: "network",
  description: "A public access block sets all four flags.",
  severity: "critical",
  frameworks: ["AWS FSBP S3.8"],
  why: "Each flag closes another way: old ACLs, new ACLs, new policies, and policies that are there already.",
  mend: "Set blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets to true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-8",
  types: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  level: "remediate",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown flag passes; the other flags are judged." },
  check: ({ props }) => missing(props).map((flag) => `${flag} is not on`),
  inPlace:
    "The flags change in place, and the bucket's data is not touched. Public readers lose access, which is the aim.",
  remediate: ({ props }) => {
    const flags = missing(props);
    return flags.length > 0 ? Object.fromEntries(flags.map((flag) => [flag, true])) : undefined;
  },
};
