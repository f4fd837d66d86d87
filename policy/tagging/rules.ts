import type { Rule } from "../rule";
import { azureEnvironmentTag } from "./azure-environment-tag";
import { azureRequiredTags } from "./azure-required-tags";
import { environmentTag } from "./environment-tag";
import { gcpEnvironmentLabel } from "./gcp-environment-label";
import { gcpRequiredLabels } from "./gcp-required-labels";
import { requiredLabels } from "./required-labels";
import { requiredTags } from "./required-tags";

/** Every rule of the pack, by name. */
export const tagging: readonly Rule[] = [
  azureEnvironmentTag,
  azureRequiredTags,
  environmentTag,
  gcpEnvironmentLabel,
  gcpRequiredLabels,
  requiredLabels,
  requiredTags,
];
