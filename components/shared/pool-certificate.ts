import { jsonStringify, type Output } from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { SelfSignedCert } from "@pulumi/tls/selfSignedCert";
import { BaseComponent, type ComponentOpts } from "./base-component";

const YEAR = 365 * 24;

/**
 * What a pool that Slipway runs shows its clients: a certificate that it has signed itself, which they are given as the authority to
 * trust. It lasts for ten years; `up` makes another within the last of them.
 */
export class PoolCertificate extends BaseComponent {
  /** PEM. Not secret. */
  readonly pem: Output<string>;
  /** JSON with `certificate` and `key`, both PEM. */
  readonly value: Output<string>;

  /** @param host the name that clients know the pool by */
  constructor(name: string, host: string, opts?: ComponentOpts) {
    super("slipway:shared:PoolCertificate", name, opts);
    const key = new PrivateKey(`${name}-key`, { algorithm: "ECDSA", ecdsaCurve: "P256" }, this.child());
    const certificate = new SelfSignedCert(
      name,
      {
        privateKeyPem: key.privateKeyPem,
        // The name is longer than the 64 characters that a subject may have.
        subject: { commonName: "Slipway pool" },
        dnsNames: [host],
        allowedUses: ["digital_signature", "server_auth"],
        validityPeriodHours: 10 * YEAR,
        earlyRenewalHours: YEAR,
      },
      this.child(),
    );
    this.pem = certificate.certPem;
    this.value = jsonStringify({ certificate: certificate.certPem, key: key.privateKeyPem });
    this.registerOutputs({ pem: this.pem });
  }
}
