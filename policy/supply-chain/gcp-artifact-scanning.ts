import { type Check, mustBeOneOf, setting } from "../checks";
import { GCP_REPOSITORY } from "../gcp-types";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf(
  "vulnerabilityScanningConfig.enablementConfig",
  ["INHERITED", undefined],
  "its images are not scanned",
);

export const gcpArtifactScanning: ResourceRule = {
  name: "gcp-artifact-scanning",
  pack: "supply-chain",
  description: "Images are scanned when they are pushed.",
  severity: "medium",
  frameworks: ["PCI DSS 6.3.3", "SOC 2 CC7.1"],
  why: "Known holes are cheapest to close before anything runs.",
  mend: 'Leave vulnerabilityScanningConfig out, or set enablementConfig: "INHERITED".',
  link: "https://cloud.google.com/artifact-analysis/docs/container-scanning-overview",
  types: [GCP_REPOSITORY],
  level: "remediate",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown vulnerabilityScanningConfig passes, and is judged at the update.",
  },
  check,
  inPlace: "Scanning is switched on in place; images and pulls are not touched.",
  remediate: setting("vulnerabilityScanningConfig.enablementConfig", "INHERITED", check),
};
