import { AZURE_VM } from "../azure-types";
import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const azureVmHostEncryption: ResourceRule = {
  name: "azure-vm-host-encryption",
  pack: "encryption",
  description: "Machines encrypt at the host.",
  severity: "medium",
  frameworks: ["CIS Azure Foundations 8.3", "PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Temporary disks and caches are not covered by the encryption of disks.",
  mend: "Set securityProfile.encryptionAtHost: true.",
  link: "https://learn.microsoft.com/azure/virtual-machines/disk-encryption#encryption-at-host---end-to-end-encryption-for-your-vm-data",
  types: [AZURE_VM],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown securityProfile passes, and is judged at the update." },
  check: mustBeOn("securityProfile.encryptionAtHost", "its temporary disks are not encrypted"),
};
