import { isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { RDS_CLUSTER, RDS_INSTANCE } from "../types";

const lacking = (props: Readonly<Record<string, unknown>>): boolean =>
  !isUnknown(props["copyTagsToSnapshot"]) && !isTrue(props["copyTagsToSnapshot"]);

export const rdsCopyTags: ResourceRule = {
  name: "rds-copy-tags",
  pack: "backup",
  description: "Snapshots carry the tags of their database.",
  severity: "low",
  frameworks: ["AWS FSBP RDS.16", "AWS FSBP RDS.17"],
  why: "Snapshots without tags have no owner, no cost centre, and escape every rule that selects by tag.",
  mend: "Set copyTagsToSnapshot: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-17",
  types: [RDS_INSTANCE, RDS_CLUSTER],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown copyTagsToSnapshot passes." },
  check: ({ props }) => (lacking(props) ? ["its snapshots carry no tags"] : []),
  inPlace: "Changed in place, without a restart; it concerns snapshots to come.",
  remediate: ({ props }) => (lacking(props) ? { copyTagsToSnapshot: true } : undefined),
};
