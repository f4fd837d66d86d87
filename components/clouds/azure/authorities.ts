import { rootCertificates } from "node:tls";
import { certificatesOf } from "../../shared/certificates";

/**
 * Public authorities that sign the certificates of flexible servers: what clients must trust, by "Networking with TLS in Azure
 * Database for PostgreSQL". Out of those that Node.js trusts itself (Mozilla's list), since few images have a list of their own.
 */
export const azureAuthorities = certificatesOf(
  rootCertificates,
  /^CN=(DigiCert Global Root (CA|G2)|Microsoft RSA Root Certificate Authority 2017)$/m,
  ["DigiCert Global Root", "Microsoft RSA Root"],
);
