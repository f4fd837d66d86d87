import type { Tags } from "../contracts/common";

/** Who owns a stack, for its tags. */
export interface TagSource {
  readonly app: string;
  readonly stack: string;
  readonly environment: string;
  readonly owner: string;
  readonly costCenter: string;
}

/** The tags that everything of a stack carries; the tagging policies ask for each of them. */
export function stackTags(source: TagSource): Tags {
  return {
    Project: source.app,
    Stack: source.stack,
    Environment: source.environment,
    Owner: source.owner,
    CostCenter: source.costCenter,
    ManagedBy: "slipway",
  };
}

/** The stack's tags with the resource's own `Name`. */
export function named(tags: Tags, name: string): Record<string, string> {
  return { ...tags, Name: name };
}
