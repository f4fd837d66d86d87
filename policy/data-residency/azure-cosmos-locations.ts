import { AZURE_COSMOS } from "../azure-types";
import { isOutside, lies } from "../places";
import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";

export const azureCosmosLocations: ResourceRule = {
  name: "azure-cosmos-locations",
  pack: "data-residency",
  description: "Cosmos DB is replicated to allowed places only.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://learn.microsoft.com/azure/cosmos-db/distribute-data-globally",
  types: AZURE_COSMOS,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown place passes; the others are judged." },
  check: ({ props }, context) =>
    dictsAt(props, "locations")
      .map(({ locationName }) => locationName)
      .filter((place) => isOutside(place, context))
      .map((place) => lies("a replica is", String(place), context)),
};
