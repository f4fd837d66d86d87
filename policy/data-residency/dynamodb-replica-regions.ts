import { isOutside, lies } from "../places";
import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";
import { DYNAMODB_TABLE } from "../types";

export const dynamodbReplicaRegions: ResourceRule = {
  name: "dynamodb-replica-regions",
  pack: "data-residency",
  description: "Tables are replicated to allowed regions only.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html",
  types: [DYNAMODB_TABLE, "aws:dynamodb/globalTable:GlobalTable"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown replica or region passes; the others are judged." },
  check: ({ props }, context) =>
    dictsAt(props, "replicas")
      .map(({ regionName }) => regionName)
      .filter((place) => isOutside(place, context))
      .map((place) => lies("a replica is", String(place), context)),
};
