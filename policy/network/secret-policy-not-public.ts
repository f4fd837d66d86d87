import { mustNotBePublic } from "../checks";
import type { ResourceRule } from "../rule";
import { SECRET } from "../types";

export const secretPolicyNotPublic: ResourceRule = {
  name: "secret-policy-not-public",
  pack: "network",
  description: "A secret's policy opens it to nobody outside.",
  severity: "critical",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: 'An allowed principal "*" without a condition lets any account read it.',
  mend: "Name the accounts, roles or services, or add a condition such as aws:SourceArn.",
  link: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html",
  types: [SECRET, "aws:secretsmanager/secretPolicy:SecretPolicy"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown policy, and an unknown condition, pass." },
  check: mustNotBePublic("policy"),
};
