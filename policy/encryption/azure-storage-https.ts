import { AZURE_STORAGE } from "../azure-types";
import { type Check, mustStayOn, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustStayOn("enableHttpsTrafficOnly", "it answers plain HTTP");

export const azureStorageHttps: ResourceRule = {
  name: "azure-storage-https",
  pack: "encryption",
  description: "Storage accounts answer HTTPS only.",
  severity: "high",
  frameworks: ["CIS Azure Foundations 4.1", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "Over HTTP, keys and objects can be read on the way.",
  mend: "Leave enableHttpsTrafficOnly out, or set it to true.",
  link: "https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer",
  types: [AZURE_STORAGE],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown enableHttpsTrafficOnly passes, and is judged at the update." },
  check,
  inPlace: "A setting of the account, changed in place; no object is touched.",
  remediate: setting("enableHttpsTrafficOnly", true, check),
};
