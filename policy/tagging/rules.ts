import type { Rule } from "../rule";
import { environmentTag } from "./environment-tag";
import { requiredLabels } from "./required-labels";
import { requiredTags } from "./required-tags";

/** Every rule of the pack, by name. */
export const tagging: readonly Rule[] = [environmentTag, requiredLabels, requiredTags];
