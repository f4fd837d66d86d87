import { isOutside, lies } from "../places";
import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";

export const ecrReplicationRegions: ResourceRule = {
  name: "ecr-replication-regions",
  pack: "data-residency",
  description: "Images are replicated to allowed regions only.",
  severity: "medium",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
  types: ["aws:ecr/replicationConfiguration:ReplicationConfiguration"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown destination or region passes; the others are judged." },
  check: ({ props }, context) =>
    dictsAt(props, "replicationConfiguration.rules")
      .flatMap((rule) => dictsAt(rule, "destinations"))
      .map(({ region }) => region)
      .filter((place) => isOutside(place, context))
      .map((place) => lies("images are copied to a registry", String(place), context)),
};
