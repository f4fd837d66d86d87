import { mustBeGiven, where } from "../checks";
import { dictsAt, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { CLOUDFRONT } from "../types";

export const cloudfrontRootObject: ResourceRule = {
  name: "cloudfront-root-object",
  pack: "reliability",
  description: "Distributions name their first page.",
  severity: "low",
  frameworks: ["AWS FSBP CloudFront.1", "SOC 2 CC6.6"],
  why: "Without it the root lists the bucket, or answers with an error.",
  mend: 'Set defaultRootObject, such as "index.html".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-1",
  types: [CLOUDFRONT],
  level: "advisory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown defaultRootObject passes; so does a distribution without a bucket behind it.",
  },
  check: where(
    (props) =>
      dictsAt(props, "origins").some(
        (origin) => isMissing(origin["customOriginConfig"]) && isMissing(origin["vpcOriginConfig"]),
      ),
    mustBeGiven("defaultRootObject", "its root has no page"),
  ),
};
