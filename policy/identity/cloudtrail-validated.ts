import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { CLOUDTRAIL } from "../types";

const check: Check = mustBeOn("enableLogFileValidation", "its files carry no digests");

export const cloudtrailValidated: ResourceRule = {
  name: "cloudtrail-validated",
  pack: "identity",
  description: "Trails prove that nobody changed their files.",
  severity: "medium",
  frameworks: ["AWS FSBP CloudTrail.4", "CIS AWS Foundations 3.2", "PCI DSS 10.3.4", "SOC 2 CC7.2", "GDPR Art. 32"],
  why: "Without digests, who gets at the bucket can rewrite what happened.",
  mend: "Set enableLogFileValidation: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-4",
  types: [CLOUDTRAIL],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown enableLogFileValidation passes, and is judged at the update." },
  check,
  inPlace: "CloudTrail writes digest files beside the logs from then on, in place.",
  remediate: setting("enableLogFileValidation", true, check),
};
