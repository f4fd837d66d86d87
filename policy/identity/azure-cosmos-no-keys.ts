import { AZURE_COSMOS } from "../azure-types";
import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const azureCosmosNoKeys: ResourceRule = {
  name: "azure-cosmos-no-keys",
  pack: "identity",
  description: "Cosmos DB answers identities only.",
  severity: "medium",
  frameworks: ["CIS Azure Foundations 5.4.3", "SOC 2 CC6.1"],
  why: "An account key opens everything, to whoever holds it.",
  mend: "Set disableLocalAuth: true, once clients use Entra ID.",
  link: "https://learn.microsoft.com/azure/cosmos-db/how-to-setup-rbac",
  types: AZURE_COSMOS,
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown disableLocalAuth passes, and is judged at the update." },
  check: mustBeOn("disableLocalAuth", "its keys open everything"),
};
