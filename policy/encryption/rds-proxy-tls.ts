import { mustBeOn } from "../checks";
import type { ResourceRule } from "../rule";

export const rdsProxyTls: ResourceRule = {
  name: "rds-proxy-tls",
  pack: "encryption",
  description: "RDS proxies ask for TLS.",
  severity: "high",
  frameworks: ["AWS FSBP RDS.43", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "A proxy that does not ask takes database passwords in the clear.",
  mend: "Set requireTls: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-43",
  types: ["aws:rds/proxy:Proxy"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown requireTls passes, and is judged at the update." },
  check: mustBeOn("requireTls", "clients may connect without TLS"),
};
