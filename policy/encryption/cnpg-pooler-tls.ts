import { every, mustBeOneOf } from "../checks";
import type { ResourceRule } from "../rule";
import { CNPG_POOLER } from "../types";

const PARAMETERS = "spec.pgbouncer.parameters";

export const cnpgPoolerTls: ResourceRule = {
  name: "cnpg-pooler-tls",
  pack: "encryption",
  description: "A pool of CloudNativePG asks its clients for TLS, and checks the server's certificate.",
  severity: "high",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7", "GDPR Art. 32"],
  why: "The operator's default takes clients without TLS too (client_tls_sslmode: prefer), and with them their passwords.",
  mend: "Set spec.pgbouncer.parameters.client_tls_sslmode: require, and leave server_tls_sslmode at verify-ca.",
  link: "https://cloudnative-pg.io/docs/1.30/connection_pooling",
  types: [CNPG_POOLER],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "passes", text: "Unknown modes pass, and are judged at the update." },
  check: every(
    mustBeOneOf(
      `${PARAMETERS}.client_tls_sslmode`,
      ["require", "verify-ca", "verify-full"],
      "clients may connect without TLS",
    ),
    mustBeOneOf(
      `${PARAMETERS}.server_tls_sslmode`,
      [undefined, "verify-ca", "verify-full"],
      "it does not check who the server is",
    ),
  ),
};
