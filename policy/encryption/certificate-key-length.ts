import { at } from "../read";
import type { ResourceRule } from "../rule";

export const certificateKeyLength: ResourceRule = {
  name: "certificate-key-length",
  pack: "encryption",
  description: "Certificates have keys of 2,048 bits or more.",
  severity: "high",
  frameworks: ["AWS FSBP ACM.2", "PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "RSA keys of 1,024 bits can be broken by those who have the means.",
  mend: 'Leave keyAlgorithm out (RSA_2048), or set "EC_prime256v1".',
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/acm-controls.html#acm-2",
  types: ["aws:acm/certificate:Certificate"],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown keyAlgorithm passes, and is judged at the update." },
  check: ({ props }) => (at(props, "keyAlgorithm") === "RSA_1024" ? ["its key has 1,024 bits"] : []),
};
