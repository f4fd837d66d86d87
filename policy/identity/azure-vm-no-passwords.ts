import { AZURE_VM } from "../azure-types";
import { mustBeOn, where } from "../checks";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const azureVmNoPasswords: ResourceRule = {
  name: "azure-vm-no-passwords",
  pack: "identity",
  description: "Linux machines take keys, not passwords.",
  severity: "high",
  frameworks: ["SOC 2 CC6.1"],
  why: "Passwords are guessed all day, on every address.",
  mend: "Set osProfile.linuxConfiguration.disablePasswordAuthentication: true.",
  link: "https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed",
  types: [AZURE_VM],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown osProfile passes, and is judged at the update." },
  check: where(
    (props) => at(props, "osProfile.linuxConfiguration") !== undefined,
    mustBeOn("osProfile.linuxConfiguration.disablePasswordAuthentication", "it takes passwords"),
  ),
};
