import { type Catalogue, type Context, catalogueOf } from "./model";

/** A text in the form of PEM, the same in every run; nothing of it is a key. */
const pem = (c: Context, label: string): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(c.hash(96, label), "hex").toString("base64")}\n-----END ${label}-----\n`;

/** The provider of keys and certificates. All of what is told to a certificate makes another one. */
export const tls: Catalogue = catalogueOf(
  "tls",
  {
    "tls:index/privateKey:PrivateKey": {
      id: (c) => c.hash(40),
      required: ["algorithm"],
      outputs: (c) => ({
        privateKeyPem: pem(c, "EC PRIVATE KEY"),
        publicKeyPem: pem(c, "PUBLIC KEY"),
      }),
      secrets: ["privateKeyPem"],
      replaceOn: ["algorithm", "ecdsaCurve", "rsaBits"],
    },
    "tls:index/selfSignedCert:SelfSignedCert": {
      id: (c) => c.hash(39),
      required: ["allowedUses", "privateKeyPem", "validityPeriodHours"],
      outputs: (c) => ({ certPem: pem(c, "CERTIFICATE") }),
      replaceOn: ["allowedUses", "dnsNames", "privateKeyPem", "subject", "validityPeriodHours"],
    },
  },
  {},
  () => "rehearsal/clouds/tls.ts",
);
