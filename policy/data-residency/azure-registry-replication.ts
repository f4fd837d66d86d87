import { isOutside, lies } from "../places";
import { at } from "../read";
import type { ResourceRule } from "../rule";

export const azureRegistryReplication: ResourceRule = {
  name: "azure-registry-replication",
  pack: "data-residency",
  description: "Images are replicated to allowed places only.",
  severity: "medium",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication",
  types: ["azure-native:containerregistry:Replication"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown location passes, and is judged at the update." },
  check: ({ props }, context) => {
    const place = at(props, "location");
    return isOutside(place, context) ? [lies("a replica is", place, context)] : [];
  },
};
