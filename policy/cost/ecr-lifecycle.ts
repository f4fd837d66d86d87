import type { StackRule } from "../rule";
import { ECR_REPOSITORY } from "../types";

export const ecrLifecycle: StackRule = {
  name: "ecr-lifecycle",
  pack: "cost",
  description: "Every repository lets old images go.",
  severity: "low",
  frameworks: ["AWS FSBP ECR.3"],
  why: "Each build adds an image; none goes by itself, and each is paid for.",
  mend: "Add a LifecyclePolicy with its repository.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-3",
  types: [ECR_REPOSITORY],
  level: "advisory",
  onUnknown: {
    behaviour: "passes",
    text: "A lifecycle policy whose repository is not known yet may be this one's: it passes.",
  },
  checkStack: (stack) =>
    stack
      .ofType(ECR_REPOSITORY)
      .filter(
        (repository) =>
          stack.referring("aws:ecr/lifecyclePolicy:LifecyclePolicy", "repository", repository).length === 0,
      )
      .map((resource) => ({ resource, message: "it keeps every image for ever" })),
};
