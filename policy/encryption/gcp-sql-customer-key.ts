import { mustBeGiven, where } from "../checks";
import { GCP_SQL } from "../gcp-types";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const gcpSqlCustomerKey: ResourceRule = {
  name: "gcp-sql-customer-key",
  pack: "encryption",
  description: "Cloud SQL is encrypted with a key of one's own.",
  severity: "medium",
  frameworks: ["PCI DSS 3.5.1", "SOC 2 CC6.1", "GDPR Art. 32"],
  why: "Under Google's key nobody can limit, log or withdraw who decrypts.",
  mend: "Give encryptionKeyName a key of the instance's region when it is made.",
  link: "https://cloud.google.com/sql/docs/postgres/cmek",
  types: [GCP_SQL],
  level: "advisory",
  levels: { prod: "mandatory" },
  onUnknown: {
    behaviour: "passes",
    text: "An unknown encryptionKeyName is a key that does not exist yet: it passes; a replica takes the key of its region.",
  },
  check: where(
    (props) => isMissing(props["masterInstanceName"]),
    mustBeGiven("encryptionKeyName", "it has no key of its own"),
  ),
};
