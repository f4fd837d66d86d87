import * as aws from "@pulumi/aws";
import type { Input, Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { administered } from "./key";
import { type PolicyStatement, partitionOf, policyDocument, principal } from "./statements";

/** Route 53 takes keys of this region alone: AWS, Route 53 developer guide, "Working with customer managed keys for DNSSEC". */
const DNSSEC_REGION = "us-east-1";
const SERVICE = "dnssec-route53.amazonaws.com";

export interface ZoneSigningArgs {
  readonly scope: Scope;
  /** Such as `example.com`. */
  readonly zone: string;
  readonly zoneId: Input<string>;
}

/**
 * Signs a zone (DNSSEC). The key that signs its keys is in KMS; the one that signs records Route 53 keeps and changes by itself.
 * It counts once the zone above has {@link dsRecord}; and from then on the zone must be signed for as long as that is there.
 */
export class AwsZoneSigning extends BaseComponent {
  /** DS record, for the registrar or the zone above: `<key tag> <algorithm> <digest type> <digest>`. */
  readonly dsRecord: Output<string>;

  constructor(name: string, { scope, zone, zoneId }: ZoneSigningArgs, opts?: ComponentOpts) {
    super("slipway:aws:ZoneSigning", name, opts);
    const key = new aws.kms.Key(
      name,
      {
        region: DNSSEC_REGION,
        description: `Signs the keys of ${zone} (DNSSEC)`,
        // The one kind that Route 53 takes. It cannot rotate: another key is a change at the registrar.
        ...{ customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" },
        // Without it, no name of a zone that the registrar has the DS record of can be resolved.
        deletionWindowInDays: 30,
        policy: policyDocument(keyStatements(scope)),
        tags: named(scope.tags, name),
      },
      this.child({ protect: scope.protect }),
    );
    const signingKey = new aws.route53.KeySigningKey(
      `${name}-key`,
      { hostedZoneId: zoneId, keyManagementServiceArn: key.arn, name: "slipway" },
      this.child(),
    );
    new aws.route53.HostedZoneDnsSec(
      `${name}-on`,
      { hostedZoneId: signingKey.hostedZoneId, signingStatus: "SIGNING" },
      this.child({ protect: scope.protect }),
    );
    this.dsRecord = signingKey.dsRecord;
    this.registerOutputs({ dsRecord: this.dsRecord });
  }
}

/** The account's IAM manages it; Route 53 signs with it, for zones of this account alone. */
function keyStatements(scope: Scope): PolicyStatement[] {
  const service = principal("Service", SERVICE);
  const zones = `arn:${partitionOf(scope.region)}:route53:::hostedzone/*`;
  const ours = {
    StringEquals: { "aws:SourceAccount": scope.account },
    ArnLike: { "aws:SourceArn": zones },
  };
  return [
    administered(scope),
    {
      ...{ Sid: "SignZones", Effect: "Allow", Principal: service, Resource: "*", Condition: ours },
      Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
    },
    {
      ...{ Sid: "GrantToRoute53", Effect: "Allow", Principal: service, Action: ["kms:CreateGrant"], Resource: "*" },
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
