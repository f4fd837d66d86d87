import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { ATLAS_CLUSTER } from "../types";

const check: Check = mustBeOn("terminationProtectionEnabled", "it is not protected from deletion");

export const atlasTerminationProtection: ResourceRule = {
  name: "atlas-termination-protection",
  pack: "backup",
  description: "Clusters of MongoDB Atlas are protected from deletion.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "One wrong destroy takes the data with it.",
  mend: "Set terminationProtectionEnabled: true.",
  link: "https://www.mongodb.com/docs/atlas/cluster-additional-settings/",
  types: [ATLAS_CLUSTER],
  level: "remediate",
  levels: { dev: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown terminationProtectionEnabled passes, and is judged at the update.",
  },
  check,
  inPlace: "A flag that is set in place. Deleting the cluster then takes two steps, which is the aim.",
  remediate: setting("terminationProtectionEnabled", true, check),
};
