import { AZURE_BLOBS } from "../azure-types";
import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOn("isVersioningEnabled", "it keeps no versions");

export const azureBlobVersioning: ResourceRule = {
  name: "azure-blob-versioning",
  pack: "backup",
  description: "Objects keep their versions.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "What is overwritten by mistake is gone without them.",
  mend: "Set isVersioningEnabled: true, with a lifecycle rule for old versions.",
  link: "https://learn.microsoft.com/azure/storage/blobs/versioning-overview",
  types: [AZURE_BLOBS],
  level: "remediate",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown isVersioningEnabled passes, and is judged at the update." },
  check,
  inPlace: "A setting of the account, changed in place; versions are kept from then on, and paid for.",
  remediate: setting("isVersioningEnabled", true, check),
};
