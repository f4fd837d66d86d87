import { isTrue } from "../read";
import type { ResourceRule } from "../rule";
import { BUCKET } from "../types";

export const bucketForceDestroy: ResourceRule = {
  name: "bucket-force-destroy",
  pack: "backup",
  description: "A bucket with objects in it is not emptied by a destroy.",
  severity: "high",
  frameworks: [],
  why: "forceDestroy deletes every object and every version without asking.",
  mend: "Leave forceDestroy out.",
  link: "https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/#forcedestroy_nodejs",
  types: [BUCKET],
  level: "mandatory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown forceDestroy passes." },
  check: ({ props }) => (isTrue(props["forceDestroy"]) ? ["a destroy would delete all objects in it"] : []),
};
