import { valueNodes } from "../pods";
import { isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { HELM_RELEASE } from "../types";

/** A PostgreSQL's URL that takes whatever certificate comes, or none; without the word libpq takes none too. */
const unverified = (format: unknown): format is string =>
  typeof format === "string" &&
  !isUnknown(format) &&
  /^postgres(ql)?:\/\//.test(format) &&
  !/[?&](sslmode=verify-(ca|full)|sslaccept=strict)(&|$)/.test(format);

export const storeTlsVerified: ResourceRule = {
  name: "store-tls-verified",
  pack: "encryption",
  description: "Workloads check who signed a database's certificate, not only that there is one.",
  severity: "medium",
  frameworks: ["PCI DSS 4.2.1", "SOC 2 CC6.7"],
  why: "Whoever stands between shows a certificate of their own, and reads and changes all that passes.",
  mend: "Use sslmode=verify-full (or verify-ca) with the authority's certificates: a store of the stack brings them.",
  link: "https://www.postgresql.org/docs/current/libpq-ssl.html",
  types: [HELM_RELEASE],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "A URL that is not known yet passes." },
  check: (resource) =>
    valueNodes(resource)
      // The other shape of the same address: Prisma checks no authority that signs for no address.
      .filter(({ key, value }) => unverified(value["format"]) && !key.endsWith("_PRISMA_URL"))
      .map(({ path }) => `${path}.format asks for no certificate that can be checked`),
};
