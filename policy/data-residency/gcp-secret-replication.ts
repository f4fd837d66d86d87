import { GCP_SECRET } from "../gcp-types";
import { isOutside, lies } from "../places";
import { at, dictsAt, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const gcpSecretReplication: ResourceRule = {
  name: "gcp-secret-replication",
  pack: "data-residency",
  description: "Secrets are replicated to named and allowed places only.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Give replication.userManaged.replicas in allowed regions. It cannot be changed later.",
  link: "https://cloud.google.com/secret-manager/docs/choosing-replication",
  types: [GCP_SECRET],
  level: "mandatory",
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "An unknown replication or place passes; the others are judged. Without slipway:policy.regions nothing is.",
  },
  check: ({ props }, context) =>
    context.regions.length > 0 &&
    at(props, "replication.auto") !== undefined &&
    !isUnknown(at(props, "replication.auto"))
      ? ["Google chooses the places of its replicas"]
      : dictsAt(props, "replication.userManaged.replicas")
          .map(({ location }) => location)
          .filter((place) => isOutside(place, context))
          .map((place) => lies("a replica is", String(place), context)),
};
