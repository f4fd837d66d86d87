import { type Check, mustBeOn, setting, where } from "../checks";
import { GCP_SQL } from "../gcp-types";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = where(
  (props) => isMissing(props["masterInstanceName"]),
  mustBeOn("settings.deletionProtectionEnabled", "it is not protected from deletion"),
);

export const gcpSqlDeletionProtection: ResourceRule = {
  name: "gcp-sql-deletion-protection",
  pack: "backup",
  description: "Cloud SQL is protected from deletion.",
  severity: "high",
  frameworks: ["SOC 2 A1.2", "GDPR Art. 32"],
  why: "One wrong destroy takes the data, and its backups, with it.",
  mend: "Set settings.deletionProtectionEnabled: true (and leave deletionProtection on).",
  link: "https://cloud.google.com/sql/docs/postgres/deletion-protection",
  types: [GCP_SQL],
  level: "remediate",
  levels: { dev: "disabled" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown deletionProtectionEnabled passes; a replica holds no data of its own.",
  },
  check,
  inPlace:
    "A flag that is set in place, without a restart. Deleting the instance then takes two steps, which is the aim.",
  remediate: setting("settings.deletionProtectionEnabled", true, check),
};
