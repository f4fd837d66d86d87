import { isOutside, lies } from "../places";
import { dictsAt, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { ATLAS_CLUSTER } from "../types";

export const atlasRegionAllowed: ResourceRule = {
  name: "atlas-region-allowed",
  pack: "data-residency",
  description: "Clusters of MongoDB Atlas have members in allowed regions alone.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Each member has all of the data, in whatever region it stands.",
  mend: "Name allowed regions in replicationSpecs, or add the region to slipway:policy.regions.",
  link: "https://www.mongodb.com/docs/atlas/cloud-providers-regions/",
  types: [ATLAS_CLUSTER],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown regions pass." },
  check: ({ props }, context) =>
    dictsAt(props, "replicationSpecs")
      .flatMap((spec) => dictsAt(spec, "regionConfigs"))
      .map(({ regionName }) => (isUnknown(regionName) ? undefined : awsRegion(String(regionName))))
      .flatMap((place) => (isOutside(place, context) ? [lies("members are", place, context)] : [])),
};

/** Atlas's own name of a region of AWS: `EU_WEST_1`. */
const awsRegion = (name: string): string => name.toLowerCase().replaceAll("_", "-");
