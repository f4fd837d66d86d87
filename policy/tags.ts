import { isDict, isMissing, isUnknown } from "./read";
import type { Resource, RuleContext } from "./rule";

/** Required tags that are known to be missing, those of the provider counted; none while the tags are unknown. */
export function missingTags({ props, defaultTags }: Resource, { requiredTags }: RuleContext): readonly string[] {
  const own = props["tags"];
  if (isUnknown(own)) return [];
  const tags = { ...defaultTags, ...(isDict(own) ? own : {}) };
  return requiredTags.filter((key) => isMissing(tags[key]));
}

/** The values of those tags that the stack's config tells. */
export const knownTags = (keys: readonly string[], { tagValues }: RuleContext): Record<string, string> =>
  Object.fromEntries(
    keys.flatMap((key) => {
      const value = tagValues[key];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
