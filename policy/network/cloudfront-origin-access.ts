import { at, dictsAt, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { CLOUDFRONT } from "../types";

const BUCKET_DOMAIN = /\.s3[.-]([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/;

export const cloudfrontOriginAccess: ResourceRule = {
  name: "cloudfront-origin-access",
  pack: "network",
  description: "Distributions reach buckets with an identity of their own.",
  severity: "medium",
  frameworks: ["AWS FSBP CloudFront.13", "SOC 2 CC6.6"],
  why: "A bucket that is open to CloudFront without one is open to everybody.",
  mend: "Give the origin an originAccessControlId, and let the bucket's policy name the distribution.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-13",
  types: [CLOUDFRONT],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown origin or identity passes; the others are judged." },
  check: ({ props }) =>
    dictsAt(props, "origins")
      .filter(({ domainName }) => typeof domainName === "string" && BUCKET_DOMAIN.test(domainName))
      .filter(
        (origin) =>
          isMissing(origin["originAccessControlId"]) && isMissing(at(origin, "s3OriginConfig.originAccessIdentity")),
      )
      .map((origin) => `it reads ${String(origin["domainName"])} as anybody could`),
};
