import * as aws from "@pulumi/aws";
import { interpolate, type Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { baselineBucket, lifecycleRule } from "./bucket-baseline";
import { CLOUDFRONT_REGION } from "./certificate";
import { AwsKey } from "./key";
import { partitionOf, principal } from "./statements";

/** WAF delivers to buckets of this name alone. */
const NAME = "aws-waf-logs";

/**
 * What is written of each request. Cookies and query strings are not among it: they carry sessions, tokens and names.
 */
const FIELDS = [
  ...["date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem", "sc-status"],
  ...["cs(Referer)", "cs(User-Agent)", "x-edge-result-type", "x-edge-request-id", "x-host-header", "cs-protocol"],
  ...["cs-bytes", "time-taken", "ssl-protocol", "ssl-cipher", "x-edge-response-result-type", "cs-protocol-version"],
] as const;

export interface AwsEdgeLogsArgs {
  readonly scope: Scope;
  /** Days that logs are kept. */
  readonly days: number;
}

/** A bucket for the logs of CloudFront and of the firewall. */
export class AwsEdgeLogs extends BaseComponent {
  /** The bucket's ARN. */
  readonly arn: Output<string>;

  constructor(
    name: string,
    private readonly args: AwsEdgeLogsArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:EdgeLogs", name, opts);
    const { scope, days } = args;
    const source = `arn:${partitionOf(scope.region)}:logs:${CLOUDFRONT_REGION}:${scope.account}:*`;
    const fromLogs = {
      StringEquals: { "aws:SourceAccount": scope.account },
      ArnLike: { "aws:SourceArn": source },
    };
    const delivery = { Effect: "Allow", Principal: principal("Service", "delivery.logs.amazonaws.com") } as const;
    const key = new AwsKey(
      `${name}-key`,
      {
        ...{ scope, description: `Logs of ${name}`, services: ["s3"] },
        statements: [
          {
            ...{ Sid: "EncryptLogs", ...delivery, Resource: "*", Condition: fromLogs },
            Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          },
        ],
      },
      { parent: this },
    );
    const bucket = baselineBucket(name, {
      scope,
      keyId: key.arn,
      bucket: physicalName([NAME, scope.name, scope.account], 63),
      child: (extra) => this.child(extra),
      oldVersionDays: days,
      rules: [lifecycleRule("expire", { expiration: { days } })],
      statements: (target) => [
        {
          ...{ Sid: "DeliverLogs", ...delivery, Action: ["s3:PutObject"] },
          Resource: interpolate`${target.arn}/AWSLogs/${scope.account}/*`,
          Condition: {
            ...fromLogs,
            StringEquals: { ...fromLogs.StringEquals, "s3:x-amz-acl": "bucket-owner-full-control" },
          },
        },
        {
          ...{ Sid: "SeeWhetherItMay", ...delivery, Action: ["s3:GetBucketAcl", "s3:ListBucket"] },
          Resource: target.arn,
          Condition: fromLogs,
        },
      ],
    });
    this.arn = bucket.arn;
    this.registerOutputs({ arn: this.arn });
  }

  /** Has CloudFront write what one distribution is asked. */
  deliver(name: string, distribution: aws.cloudfront.Distribution): void {
    const { scope } = this.args;
    const region = CLOUDFRONT_REGION;
    const source = new aws.cloudwatch.LogDeliverySource(
      `${name}-source`,
      {
        ...{ region, name: physicalName([name], 60), logType: "ACCESS_LOGS", resourceArn: distribution.arn },
        tags: named(scope.tags, `${name}-source`),
      },
      this.child(),
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
      `${name}-destination`,
      {
        ...{ region, name: physicalName([name], 60), outputFormat: "json" },
        deliveryDestinationConfiguration: { destinationResourceArn: this.arn },
        tags: named(scope.tags, `${name}-destination`),
      },
      this.child(),
    );
    new aws.cloudwatch.LogDelivery(
      name,
      {
        ...{ region, deliverySourceName: source.name, deliveryDestinationArn: destination.arn },
        recordFields: [...FIELDS],
        s3DeliveryConfigurations: [
          { enableHiveCompatiblePath: false, suffixPath: "/{DistributionId}/{yyyy}/{MM}/{dd}" },
        ],
        tags: named(scope.tags, name),
      },
      this.child(),
    );
  }
}
