import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";

export const docdbTls: ResourceRule = {
  name: "docdb-tls",
  pack: "encryption",
  description: "DocumentDB asks for TLS.",
  severity: "high",
  frameworks: ["AWS FSBP DocumentDB.6", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "With the parameter tls off, passwords and documents cross the network in the clear.",
  mend: 'Leave the parameter tls out ("enabled" is its default), or set a newer TLS version.',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/documentdb-controls.html#documentdb-6",
  types: ["aws:docdb/clusterParameterGroup:ClusterParameterGroup"],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown parameters, names and values pass." },
  check: ({ props }) =>
    dictsAt(props, "parameters").some(({ name, value }) => name === "tls" && value === "disabled")
      ? ["its parameter tls is disabled"]
      : [],
};
