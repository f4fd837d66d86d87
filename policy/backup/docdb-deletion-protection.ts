import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { DOCDB_CLUSTER } from "../types";

const check: Check = mustBeOn("deletionProtection", "it is not protected from deletion");

export const docdbDeletionProtection: ResourceRule = {
  name: "docdb-deletion-protection",
  pack: "backup",
  description: "DocumentDB clusters are protected from deletion.",
  severity: "medium",
  frameworks: ["AWS FSBP DocumentDB.5", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "One wrong destroy takes the data with it.",
  mend: "Set deletionProtection: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-5",
  types: [DOCDB_CLUSTER],
  level: "remediate",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown deletionProtection passes, and is judged at the update." },
  check,
  inPlace: "A flag that is set in place. Deleting the cluster then takes two steps, which is the aim.",
  remediate: setting("deletionProtection", true, check),
};
