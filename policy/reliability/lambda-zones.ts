import { itemsAt, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { LAMBDA_FUNCTION } from "../types";

export const lambdaZones: ResourceRule = {
  name: "lambda-zones",
  pack: "reliability",
  description: "Functions in a VPC run in two zones or more.",
  severity: "medium",
  frameworks: ["AWS FSBP Lambda.5", "SOC 2 A1.2"],
  why: "With one subnet, the loss of its zone stops the function.",
  mend: "Give vpcConfig.subnetIds two subnets in different zones.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-5",
  types: [LAMBDA_FUNCTION],
  level: "mandatory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown list, or one with unknown subnets, passes." },
  check: ({ props }) =>
    !partlyUnknown(props, "vpcConfig.subnetIds") && itemsAt(props, "vpcConfig.subnetIds").length === 1
      ? ["it runs in one zone"]
      : [],
};
