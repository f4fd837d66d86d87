import { AZURE_STORAGE } from "../azure-types";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const azureStorageRedundant: ResourceRule = {
  name: "azure-storage-redundant",
  pack: "reliability",
  description: "Production storage is kept in three zones or two regions.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "LRS keeps all copies in one building.",
  mend: 'Set sku.name: "Standard_ZRS" or "Standard_GZRS".',
  link: "https://learn.microsoft.com/azure/storage/common/storage-redundancy",
  types: [AZURE_STORAGE],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown sku passes, and is judged at the update." },
  check: ({ props }) =>
    /_LRS$/.test(String(at(props, "sku.name")))
      ? [`${String(at(props, "sku.name"))} keeps every copy in one place`]
      : [],
};
