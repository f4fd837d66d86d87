import { at, dictsAt, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { GATEWAYS } from "../types";

export const gatewayTls: ResourceRule = {
  name: "gateway-tls",
  pack: "network",
  description: "A Gateway's encrypted listeners have certificates, and it has one where it has a plain one.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "A gateway with a plain listener alone serves everything readable; an HTTPS listener without a certificate serves nothing.",
  mend: "Add an HTTPS listener with tls.certificateRefs; let the plain one only redirect.",
  link: "https://gateway-api.sigs.k8s.io/guides/tls/",
  types: GATEWAYS,
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown listeners, protocols and certificates pass." },
  check: ({ props }) => {
    const all = at(props, "spec.listeners");
    const listeners = dictsAt(props, "spec.listeners");
    const unsure = isUnknown(all) || (Array.isArray(all) && all.some(isUnknown));
    const plain = listeners.filter(({ protocol }) => protocol === "HTTP");
    const onlyPlain = plain.length > 0 && plain.length === listeners.length && !unsure;
    return [
      ...(onlyPlain ? ["it has no listener with TLS"] : []),
      ...listeners
        .filter(
          (listener) =>
            listener["protocol"] === "HTTPS" &&
            isMissing(at(listener, "tls.certificateRefs")) &&
            isMissing(at(listener, "tls.options")),
        )
        .map(({ name }) => `its listener "${String(name)}" has no certificate`),
    ];
  },
};
