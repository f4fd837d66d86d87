import { at } from "../read";
import type { ResourceRule } from "../rule";
import { BUCKET } from "../types";

const PUBLIC: readonly unknown[] = ["public-read", "public-read-write", "authenticated-read"];

export const bucketAclNotPublic: ResourceRule = {
  name: "bucket-acl-not-public",
  pack: "network",
  description: "No canned ACL makes a bucket public.",
  severity: "critical",
  frameworks: ["AWS FSBP S3.2", "AWS FSBP S3.3"],
  why: '"authenticated-read" means every AWS account in the world.',
  mend: "Leave the ACL out, and give access by policy.",
  link: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl",
  types: [BUCKET, "aws:s3/bucketAcl:BucketAcl"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown acl passes." },
  check: ({ props }) => (PUBLIC.includes(at(props, "acl")) ? [`its ACL is ${String(at(props, "acl"))}`] : []),
};
