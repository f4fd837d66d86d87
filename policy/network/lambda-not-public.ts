import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const lambdaNotPublic: ResourceRule = {
  name: "lambda-not-public",
  pack: "network",
  description: "Functions may be invoked by named callers only.",
  severity: "critical",
  frameworks: ["AWS FSBP Lambda.1", "PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: 'A permission for "*" lets every AWS account in the world run the function.',
  mend: "Name the principal; for a service, also sourceArn or sourceAccount.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/lambda-controls.html#lambda-1",
  types: ["aws:lambda/permission:Permission"],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown principal, or an unknown condition beside it, passes, and is judged at the update.",
  },
  check: ({ props }) =>
    props["principal"] === "*" && ["sourceArn", "sourceAccount", "principalOrgId"].every((key) => isMissing(props[key]))
      ? ["anyone may invoke it"]
      : [],
};
