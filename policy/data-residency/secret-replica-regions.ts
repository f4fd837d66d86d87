import { isOutside, lies } from "../places";
import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";
import { SECRET } from "../types";

export const secretReplicaRegions: ResourceRule = {
  name: "secret-replica-regions",
  pack: "data-residency",
  description: "Secrets are replicated to allowed regions only.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html",
  types: [SECRET],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown replica or region passes; the others are judged." },
  check: ({ props }, context) =>
    dictsAt(props, "replicas")
      .map(({ region }) => region)
      .filter((place) => isOutside(place, context))
      .map((place) => lies("a replica is", String(place), context)),
};
