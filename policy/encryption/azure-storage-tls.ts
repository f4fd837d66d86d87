import { AZURE_STORAGE } from "../azure-types";
import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf("minimumTlsVersion", ["TLS1_2", "TLS1_3"], "it accepts TLS older than 1.2");

export const azureStorageTls: ResourceRule = {
  name: "azure-storage-tls",
  pack: "encryption",
  description: "Storage accounts speak TLS 1.2 or newer.",
  severity: "high",
  frameworks: ["CIS Azure Foundations 4.15", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "TLS 1.0 and 1.1 can be downgraded and read on the way.",
  mend: 'Set minimumTlsVersion: "TLS1_2".',
  link: "https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version",
  types: [AZURE_STORAGE],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown minimumTlsVersion passes, and is judged at the update." },
  check,
  inPlace: "A setting of the account, changed in place; only clients that know nothing newer are refused.",
  remediate: setting("minimumTlsVersion", "TLS1_2", check),
};
