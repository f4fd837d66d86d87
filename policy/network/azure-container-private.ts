import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf("publicAccess", ["None", undefined], "everyone may read it");

export const azureContainerPrivate: ResourceRule = {
  name: "azure-container-private",
  pack: "network",
  description: "Blob containers are private.",
  severity: "critical",
  frameworks: ["PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: '"Blob" and "Container" let everyone on the internet read.',
  mend: 'Leave publicAccess out, or set it to "None".',
  link: "https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-configure",
  types: ["azure-native:storage:BlobContainer"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown publicAccess passes, and is judged at the update." },
  check,
  inPlace:
    "A setting of the container, changed in place; no object is touched. Public readers lose access, which is the aim.",
  remediate: setting("publicAccess", "None", check),
};
