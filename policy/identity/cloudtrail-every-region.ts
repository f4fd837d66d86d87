import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { CLOUDTRAIL } from "../types";

const check: Check = mustBeOn("isMultiRegionTrail", "it records one region");

export const cloudtrailEveryRegion: ResourceRule = {
  name: "cloudtrail-every-region",
  pack: "identity",
  description: "Trails record every region.",
  severity: "high",
  frameworks: ["AWS FSBP CloudTrail.1", "CIS AWS Foundations 3.1", "PCI DSS 10.2.1", "SOC 2 CC7.2"],
  why: "Stolen credentials are used where nobody looks.",
  mend: "Set isMultiRegionTrail: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-1",
  types: [CLOUDTRAIL],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown isMultiRegionTrail passes, and is judged at the update." },
  check,
  inPlace: "The trail is changed in place; what it has recorded stays where it is.",
  remediate: setting("isMultiRegionTrail", true, check),
};
