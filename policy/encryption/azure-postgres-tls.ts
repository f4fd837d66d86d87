import { type Check, mustBeOneOf, setting, where } from "../checks";
import type { ResourceRule } from "../rule";

const check: Check = where(
  (props) => props["configurationName"] === "require_secure_transport",
  mustBeOneOf("value", ["on", "ON"], "clients may connect without TLS"),
);

export const azurePostgresTls: ResourceRule = {
  name: "azure-postgres-tls",
  pack: "encryption",
  description: "PostgreSQL refuses connections without TLS.",
  severity: "high",
  frameworks: ["CIS Azure Foundations 5.2.1", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "A client that does not ask for TLS sends its password and its data in the clear.",
  mend: 'Leave the parameter require_secure_transport alone: it is "on" by itself.',
  link: "https://learn.microsoft.com/azure/postgresql/flexible-server/security-tls",
  types: ["azure-native:dbforpostgresql:Configuration"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown name or value passes." },
  check,
  inPlace:
    "A dynamic parameter: it is changed without a restart. Connections without TLS are refused from then on, which is the aim.",
  remediate: setting("value", "on", check),
};
