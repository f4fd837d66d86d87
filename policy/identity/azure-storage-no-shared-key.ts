import { AZURE_STORAGE } from "../azure-types";
import { at, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const azureStorageNoSharedKey: ResourceRule = {
  name: "azure-storage-no-shared-key",
  pack: "identity",
  description: "Storage accounts answer identities only.",
  severity: "medium",
  frameworks: ["SOC 2 CC6.1", "SOC 2 CC6.3"],
  why: "An account key opens everything, to whoever holds it, for as long as nobody changes it.",
  mend: "Set allowSharedKeyAccess: false, once clients use Entra ID.",
  link: "https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent",
  types: [AZURE_STORAGE],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown allowSharedKeyAccess passes, and is judged at the update." },
  check: ({ props }) => {
    const shared = at(props, "allowSharedKeyAccess");
    return isUnknown(shared) || shared === false ? [] : ["its keys open everything"];
  },
};
