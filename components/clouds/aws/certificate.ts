import * as aws from "@pulumi/aws";
import type { Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { EdgeHost, ZoneHandle } from "../../contracts/edge";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { hostPart } from "../../shared/naming";
import { named } from "../../shared/tags";

/** The one region whose certificates, firewalls and log deliveries CloudFront uses. */
export const CLOUDFRONT_REGION = "us-east-1";

/** Seconds that a record of a proof may be kept: ACM asks again at each renewal. */
const PROOF_TTL = 300;

export interface AwsCertificateArgs {
  readonly scope: Scope;
  /** The names on it; each lies in one of the zones. */
  readonly hosts: readonly EdgeHost[];
  readonly zones: Readonly<Record<string, ZoneHandle>>;
}

/**
 * A certificate for CloudFront, proved by records in the zones and renewed by ACM for as long as they are there. Other
 * names make another certificate, which is there before the old one goes.
 */
export class AwsCertificate extends BaseComponent {
  /** Of the certificate once it is valid. */
  readonly arn: Output<string>;

  constructor(name: string, args: AwsCertificateArgs, opts?: ComponentOpts) {
    super("slipway:aws:Certificate", name, opts);
    const [first, ...others] = args.hosts.map((host) => host.name);
    const certificate = new aws.acm.Certificate(
      name,
      {
        region: CLOUDFRONT_REGION,
        domainName: first!,
        ...(others.length > 0 && { subjectAlternativeNames: others }),
        validationMethod: "DNS",
        keyAlgorithm: "EC_prime256v1",
        tags: named(args.scope.tags, name),
      },
      this.child(),
    );
    const proofs = args.hosts.map((host) => this.prove(name, certificate, host, args.zones[host.zone!]!));
    const valid = new aws.acm.CertificateValidation(
      `${name}-valid`,
      {
        region: CLOUDFRONT_REGION,
        certificateArn: certificate.arn,
        validationRecordFqdns: proofs.map(({ fqdn }) => fqdn),
      },
      this.child(),
    );
    this.arn = valid.certificateArn;
    this.registerOutputs({ arn: this.arn });
  }

  private prove(name: string, certificate: aws.acm.Certificate, host: EdgeHost, zone: ZoneHandle): aws.route53.Record {
    const proof = certificate.domainValidationOptions.apply((all) => {
      const found = all.find(({ domainName }) => domainName === host.name);
      if (!found) throw new Error(`ACM asks for no proof of ${host.name}: it answered for other names`);
      return found;
    });
    return new aws.route53.Record(
      `${name}-${hostPart(host.name)}-proof`,
      {
        zoneId: zone.id,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: PROOF_TTL,
        // ACM asks for the same record for each certificate of a name, so the next one finds it there.
        allowOverwrite: true,
      },
      this.child(),
    );
  }
}
