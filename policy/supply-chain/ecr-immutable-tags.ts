import { mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";
import { ECR_REPOSITORY } from "../types";

export const ecrImmutableTags: ResourceRule = {
  name: "ecr-immutable-tags",
  pack: "supply-chain",
  description: "A tag of an image never moves.",
  severity: "medium",
  frameworks: ["AWS FSBP ECR.2", "SOC 2 CC8.1"],
  why: "What was tested under a tag could be something else when it is deployed.",
  mend: 'Set imageTagMutability: "IMMUTABLE" (or with exclusions).',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-2",
  types: [ECR_REPOSITORY],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown imageTagMutability passes, and is judged at the update." },
  check: mustBeOneOf("imageTagMutability", ["IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"], "its tags may be moved"),
};
