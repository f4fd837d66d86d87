import { type Check, mustBeOneOf, setting } from "../checks";
import { GCP_SQL } from "../gcp-types";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf(
  "settings.ipConfiguration.sslMode",
  ["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"],
  "clients may connect without TLS",
);

export const gcpSqlTls: ResourceRule = {
  name: "gcp-sql-tls",
  pack: "encryption",
  description: "Cloud SQL refuses connections without TLS.",
  severity: "high",
  frameworks: ["CIS GCP Foundations 6.4", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "A client that does not ask for TLS sends its password and its data in the clear.",
  mend: 'Set settings.ipConfiguration.sslMode: "ENCRYPTED_ONLY" or "TRUSTED_CLIENT_CERTIFICATE_REQUIRED".',
  link: "https://cloud.google.com/sql/docs/postgres/configure-ssl-instance",
  types: [GCP_SQL],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown sslMode passes, and is judged at the update." },
  check,
  inPlace: "Cloud SQL changes it in place; connections without TLS are refused from then on, which is the aim.",
  remediate: setting("settings.ipConfiguration.sslMode", "ENCRYPTED_ONLY", check),
};
