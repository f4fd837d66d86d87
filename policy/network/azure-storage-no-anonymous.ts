import { AZURE_STORAGE } from "../azure-types";
import { type Check, mustNotBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustNotBeOn("allowBlobPublicAccess", "its containers can be made public");

export const azureStorageNoAnonymous: ResourceRule = {
  name: "azure-storage-no-anonymous",
  pack: "network",
  description: "No container of a storage account can be made public.",
  severity: "critical",
  frameworks: ["CIS Azure Foundations 4.17", "PCI DSS 1.4.4", "SOC 2 CC6.6", "GDPR Art. 32"],
  why: "One setting on a container makes every object readable for everyone.",
  mend: "Set allowBlobPublicAccess: false.",
  link: "https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent",
  types: [AZURE_STORAGE],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown allowBlobPublicAccess passes, and is judged at the update." },
  check,
  inPlace:
    "A setting of the account, changed in place; no object is touched. Public readers lose access, which is the aim.",
  remediate: setting("allowBlobPublicAccess", false, check),
};
