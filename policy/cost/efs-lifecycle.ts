import { type Check, mustBeGiven } from "../checks";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { EFS_FILE_SYSTEM } from "../types";

const check: Check = mustBeGiven("lifecyclePolicies", "it keeps every file in standard storage");

export const efsLifecycle: ResourceRule = {
  name: "efs-lifecycle",
  pack: "cost",
  description: "EFS moves files that nobody reads to cheaper storage.",
  severity: "low",
  frameworks: [],
  why: "Infrequent access costs a small part of standard storage, and files are read from it all the same.",
  mend: 'Add lifecyclePolicies [{ transitionToIa: "AFTER_30_DAYS" }].',
  link: "https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html",
  types: [EFS_FILE_SYSTEM],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown lifecyclePolicies passes, and is judged at the update." },
  check,
  inPlace: "Files move in place, and are read as before; the first byte of a cold one takes longer.",
  remediate: ({ props }) =>
    isMissing(props["lifecyclePolicies"]) ? { lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }] } : undefined,
};
