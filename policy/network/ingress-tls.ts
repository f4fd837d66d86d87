import { at, dictsAt, isDict, isMissing, isUnknown, partlyUnknown, stringsAt } from "../read";
import type { ResourceRule } from "../rule";

const INGRESS = "kubernetes:networking.k8s.io/v1:Ingress";

export const ingressTls: ResourceRule = {
  name: "ingress-tls",
  pack: "network",
  description: "Every host of an Ingress is served over TLS.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "Passwords, cookies and pages travel readable, and can be changed on the way.",
  mend: "List each host under spec.tls with its secret; better, use a Gateway.",
  link: "https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
  types: [INGRESS],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown hosts and tls pass." },
  check: ({ props }) => {
    const tls = dictsAt(props, "spec.tls");
    if (isUnknown(at(props, "spec.tls")) || partlyUnknown(props, "spec.tls")) return [];
    // An AWS load balancer takes its certificates from here or finds them by host, and names none in spec.tls.
    const annotations = at(props, "metadata.annotations");
    if (isUnknown(annotations)) return [];
    if (isDict(annotations) && !isMissing(annotations["alb.ingress.kubernetes.io/certificate-arn"])) return [];
    const covered = new Set(tls.flatMap((entry) => stringsAt(entry, "hosts")));
    const everything = tls.some((entry) => isMissing(entry["hosts"]) || partlyUnknown(entry, "hosts"));
    if (everything) return [];
    const hosts = dictsAt(props, "spec.rules").map(({ host }) => host);
    const open = hosts.filter((host) => !isUnknown(host) && !(typeof host === "string" && covered.has(host)));
    if (hosts.length === 0 && tls.length === 0) return ["it serves everything without TLS"];
    return open.map((host) => `it serves ${isMissing(host) ? "every host" : String(host)} without TLS`);
  },
};
