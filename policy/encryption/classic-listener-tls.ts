import { dictsAt, isNot } from "../read";
import type { ResourceRule } from "../rule";
import { CLASSIC_LB } from "../types";

export const classicListenerTls: ResourceRule = {
  name: "classic-listener-tls",
  pack: "encryption",
  description: "Classic load balancers listen on HTTPS or TLS.",
  severity: "medium",
  frameworks: ["AWS FSBP ELB.3", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "HTTP and TCP listeners carry whatever clients send in the clear.",
  mend: 'Set lbProtocol "https" or "ssl" with a certificate, or use an application load balancer.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-3",
  types: [CLASSIC_LB],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown listener or protocol passes; the others are judged." },
  check: ({ props }) =>
    dictsAt(props, "listeners")
      .filter(({ lbProtocol }) =>
        isNot(typeof lbProtocol === "string" ? lbProtocol.toLowerCase() : lbProtocol, "https", "ssl"),
      )
      .map(({ lbPort, lbProtocol }) => `port ${String(lbPort)} listens on ${String(lbProtocol)}`),
};
