import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";

export const lambdaUrlAuthorised: ResourceRule = {
  name: "lambda-url-authorised",
  pack: "network",
  description: "Function URLs ask who is calling.",
  severity: "high",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: 'With authorizationType "NONE" the URL is open to the internet, and each call is paid for.',
  mend: 'Set authorizationType: "AWS_IAM", or put the function behind a gateway that authenticates.',
  link: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown authorizationType passes, and is judged at the update." },
  check: mustBeOneOf("authorizationType", ["AWS_IAM"], "anyone on the internet may call it"),
};
