import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { ECR_REPOSITORY } from "../types";

const check: Check = mustBeOn("imageScanningConfiguration.scanOnPush", "its images are not scanned");

export const ecrScanOnPush: ResourceRule = {
  name: "ecr-scan-on-push",
  pack: "supply-chain",
  description: "Images are scanned when they are pushed.",
  severity: "high",
  frameworks: ["AWS FSBP ECR.1", "PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "Known holes are cheapest to close before anything runs.",
  mend: "Set imageScanningConfiguration.scanOnPush: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-1",
  types: [ECR_REPOSITORY],
  level: "remediate",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown imageScanningConfiguration passes, and is judged at the update.",
  },
  check,
  inPlace: "Scanning is switched on in place; images and pulls are not touched.",
  remediate: setting("imageScanningConfiguration.scanOnPush", true, check),
};
