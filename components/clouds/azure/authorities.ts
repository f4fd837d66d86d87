import { rootCertificates } from "node:tls";
import { certificatesOf } from "../../shared/certificates";

/**
 * Public authorities that sign the certificates of flexible servers: what clients must trust, by "Networking with TLS in Azure
 * Database for PostgreSQL". Out of those that Node.js trusts itself (Mozilla's list), since few images have a list of their own.
 * DigiCert Global Root CA, which later versions of Node.js have no more, signs in China alone, and no longer.
 */
export const azureAuthorities = certificatesOf(
  rootCertificates,
  /^CN=(DigiCert Global Root G2|Microsoft RSA Root Certificate Authority 2017)$/m,
  ["DigiCert Global Root G2", "Microsoft RSA Root"],
);
