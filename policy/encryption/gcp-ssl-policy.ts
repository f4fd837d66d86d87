import { type Check, every, mustBeOneOf } from "../checks";
import type { Resource, ResourceRule } from "../rule";

/** A profile that is good stays; a weak one, or none, becomes MODERN. */
const keptProfile = ({ props }: Resource): string =>
  ["RESTRICTED", "FIPS_202205", "CUSTOM"].find((profile) => profile === props["profile"]) ?? "MODERN";

const check: Check = every(
  mustBeOneOf("minTlsVersion", ["TLS_1_2", "TLS_1_3"], "it accepts TLS older than 1.2"),
  mustBeOneOf("profile", ["MODERN", "RESTRICTED", "FIPS_202205", "CUSTOM"], "it accepts weak ciphers"),
);

export const gcpSslPolicy: ResourceRule = {
  name: "gcp-ssl-policy",
  pack: "encryption",
  description: "SSL policies accept TLS 1.2 or newer, and strong ciphers.",
  severity: "high",
  frameworks: ["CIS GCP Foundations 3.9", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "The default accepts TLS 1.0 and ciphers that are broken.",
  mend: 'Set minTlsVersion: "TLS_1_2" and profile: "MODERN" or "RESTRICTED".',
  link: "https://cloud.google.com/load-balancing/docs/ssl-policies-concepts",
  types: ["gcp:compute/sSLPolicy:SSLPolicy", "gcp:compute/regionSslPolicy:RegionSslPolicy"],
  level: "remediate",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown version or profile passes; the other one is judged." },
  check,
  inPlace:
    "A policy is changed in place, under the load balancers that use it; only clients that know nothing newer are refused.",
  remediate: (resource, context) =>
    check(resource, context).length > 0 ? { minTlsVersion: "TLS_1_2", profile: keptProfile(resource) } : undefined,
};
