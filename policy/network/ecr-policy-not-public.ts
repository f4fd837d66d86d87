import { mustNotBePublic } from "../checks";
import type { ResourceRule } from "../rule";

export const ecrPolicyNotPublic: ResourceRule = {
  name: "ecr-policy-not-public",
  pack: "network",
  description: "A repository's policy opens it to nobody outside.",
  severity: "high",
  frameworks: ["PCI DSS 1.3.1", "SOC 2 CC6.6"],
  why: 'An allowed principal "*" without a condition lets any account pull the images, with the code that is in them.',
  mend: "Name the accounts, roles or services, or add a condition such as aws:SourceArn.",
  link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html",
  types: ["aws:ecr/repositoryPolicy:RepositoryPolicy"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown policy, and an unknown condition, pass." },
  check: mustNotBePublic("policy"),
};
