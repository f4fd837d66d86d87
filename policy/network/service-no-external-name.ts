import { at } from "../read";
import type { ResourceRule } from "../rule";
import { SERVICE } from "../types";

export const serviceNoExternalName: ResourceRule = {
  name: "service-no-external-name",
  pack: "network",
  description: "No Service is another name for a host outside.",
  severity: "low",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "Gateways follow such a name to wherever DNS says, metadata addresses and other namespaces included (CVE-2021-25742's kind).",
  mend: "Configure the host in the application, and open it in a network policy.",
  link: "https://kubernetes.io/docs/concepts/services-networking/service/#externalname",
  types: [SERVICE],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown type passes." },
  check: ({ props }) =>
    at(props, "spec.type") === "ExternalName" ? [`it stands for ${String(at(props, "spec.externalName"))}`] : [],
};
