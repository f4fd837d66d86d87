import { mustBeGiven, where } from "../checks";
import { at, dictsAt, isMissing, isUnknown } from "../read";
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
    text: "An unknown defaultRootObject passes; so does a distribution whose root is not a bucket's.",
  },
  check: where(
    (props) => {
      const root = at(props, "defaultCacheBehavior.targetOriginId");
      return dictsAt(props, "origins")
        .filter(({ originId }) => root === undefined || isUnknown(root) || originId === root)
        .some((origin) => isMissing(origin["customOriginConfig"]) && isMissing(origin["vpcOriginConfig"]));
    },
    mustBeGiven("defaultRootObject", "its root has no page"),
  ),
};
