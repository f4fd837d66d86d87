import { AZURE_GATEWAY } from "../azure-types";
import { type Check, setting } from "../checks";
import { at, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

const MODERN = ["AppGwSslPolicy20220101", "AppGwSslPolicy20220101S", "AppGwSslPolicy20170401S"];

const check: Check = ({ props }) => {
  const [name, version] = [at(props, "sslPolicy.policyName"), at(props, "sslPolicy.minProtocolVersion")];
  if (isUnknown(name) || isUnknown(version)) return [];
  const modern = MODERN.includes(String(name)) || version === "TLSv1_2" || version === "TLSv1_3";
  return modern ? [] : ["it accepts TLS older than 1.2"];
};

export const azureGatewayTls: ResourceRule = {
  name: "azure-gateway-tls",
  pack: "encryption",
  description: "Application gateways speak TLS 1.2 or newer.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "Older policies accept TLS 1.0 and ciphers that are broken.",
  mend: 'Set sslPolicy { policyType: "Predefined", policyName: "AppGwSslPolicy20220101" }.',
  link: "https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview",
  types: [AZURE_GATEWAY],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown sslPolicy passes, and is judged at the update." },
  check,
  inPlace: "The policy is changed in place, and nothing is replaced; only clients that know nothing newer are refused.",
  remediate: setting("sslPolicy", { policyType: "Predefined", policyName: "AppGwSslPolicy20220101" }, check),
};
