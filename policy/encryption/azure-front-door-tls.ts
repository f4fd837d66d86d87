import { type Check, mustBeOneOf, setting, where } from "../checks";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

const check: Check = where(
  (props) => !isMissing(props["tlsSettings"]),
  mustBeOneOf("tlsSettings.minimumTlsVersion", ["TLS12", "TLS13", undefined], "it accepts TLS older than 1.2"),
);

export const azureFrontDoorTls: ResourceRule = {
  name: "azure-front-door-tls",
  pack: "encryption",
  description: "Front Door's own domains speak TLS 1.2 or newer.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "TLS 1.0 and 1.1 can be downgraded and read on the way.",
  mend: 'Set tlsSettings.minimumTlsVersion: "TLS12".',
  link: "https://learn.microsoft.com/azure/frontdoor/end-to-end-tls",
  types: ["azure-native:cdn:AFDCustomDomain"],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown tlsSettings passes, and is judged at the update." },
  check,
  inPlace: "A setting of the domain, changed in place; the certificate and the name stay.",
  remediate: setting("tlsSettings.minimumTlsVersion", "TLS12", check),
};
