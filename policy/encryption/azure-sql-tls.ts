import { AZURE_SQL } from "../azure-types";
import { type Check, mustBeOneOf, setting } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = mustBeOneOf("minimalTlsVersion", ["1.2", "1.3"], "it accepts TLS older than 1.2");

export const azureSqlTls: ResourceRule = {
  name: "azure-sql-tls",
  pack: "encryption",
  description: "Azure SQL speaks TLS 1.2 or newer.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "TLS 1.0 and 1.1 can be downgraded and read on the way.",
  mend: 'Set minimalTlsVersion: "1.2".',
  link: "https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings#minimum-tls-version",
  types: [AZURE_SQL],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown minimalTlsVersion passes, and is judged at the update." },
  check,
  inPlace: "A setting of the logical server, changed in place; only clients that know nothing newer are refused.",
  remediate: setting("minimalTlsVersion", "1.2", check),
};
