/** The stack's own images on AWS, as config asks for them. */
export interface ImageRegistry {
  /** Names of images; each has a repository `<app>-<stack>/<name>`. */
  readonly images: readonly string[];
  /** ARNs of roles or users that push, such as the role of CI; they also need `ecr:GetAuthorizationToken`. */
  readonly pushers: readonly string[];
  /** Ids of other accounts that pull. */
  readonly pullers: readonly string[];
  /** Region that every image is copied to as it is pushed. @default none */
  readonly copyTo?: string;
}

/** Images of a repository that are kept, and days after which untagged ones go. */
const KEEP = 100;
const UNTAGGED_DAYS = 14;

/** A repository's lifecycle policy. ECR takes rules in the order of their priority, and `any` last. */
export const forgetImages = (): string =>
  JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Untagged images go after ${UNTAGGED_DAYS} days`,
        selection: {
          ...{ tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: UNTAGGED_DAYS },
        },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: `The newest ${KEEP} are kept`,
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: KEEP },
        action: { type: "expire" },
      },
    ],
  });
