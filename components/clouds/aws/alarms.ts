import * as aws from "@pulumi/aws";
import { type Input, type Output, output, secret } from "@pulumi/pulumi";
import type { AlarmArgs, AlarmTarget } from "../../contracts/alarms";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { metricAlarms } from "./alarm-metrics";
import { AwsKey } from "./key";
import { arn, policyDocument, principal } from "./statements";

export interface AwsAlarmsArgs extends Omit<AlarmArgs, "network" | "cluster"> {
  readonly scope: Scope;
  readonly clusterName: Input<string>;
  readonly natIds: readonly Output<string>[];
}

/** Name of the topic that alarms of a stack go to: fixed, so that the platform's can name it too. */
export const alarmTopicName = (scope: Scope): string => physicalName([scope.name, "alarms"], 256);
export const alarmTopicArn = (scope: Scope): string => arn(scope, "sns", alarmTopicName(scope));

/** Where PagerDuty takes what SNS says: its integration "Amazon CloudWatch". */
const pagerDuty = (key: string): string => `https://events.pagerduty.com/integration/${key}/enqueue`;

/** A key for topics: the services that publish to them encrypt under it. */
export function topicKey(name: string, scope: Scope, publishers: readonly string[], parent: BaseComponent): AwsKey {
  return new AwsKey(
    name,
    {
      scope,
      description: `Messages of ${name}`,
      services: ["sns"],
      statements:
        publishers.length === 0
          ? []
          : [
              {
                Sid: "EncryptAlarms",
                Effect: "Allow",
                Principal: principal("Service", [...publishers]),
                Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
                Resource: "*",
                Condition: { StringEquals: { "aws:SourceAccount": scope.account } },
              },
            ],
    },
    { parent },
  );
}

/**
 * Alarms of CloudWatch for what must be seen while the cluster is down: stores, ways out, the control plane, failed
 * backups. They go to one encrypted topic, and from there to whom config names.
 */
export class AwsAlarms extends BaseComponent {
  constructor(
    private readonly name: string,
    private readonly args: AwsAlarmsArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:Alarms", name, opts);
    const topic = this.topic();
    for (const target of args.to) this.subscribe(topic, target);
    this.databaseEvents(topic);
    for (const { key, ...alarm } of metricAlarms(args)) {
      const own = `${name}-${key}`;
      new aws.cloudwatch.MetricAlarm(
        own,
        {
          ...alarm,
          name: physicalName([own], 255),
          alarmActions: [topic.arn],
          okActions: [topic.arn],
          tags: named(args.scope.tags, own),
        },
        this.child(),
      );
    }
    this.registerOutputs({});
  }

  private topic(): aws.sns.Topic {
    const { scope } = this.args;
    const publishers = ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"];
    const key = topicKey(`${this.name}-key`, scope, publishers, this);
    const topic = new aws.sns.Topic(
      this.name,
      { name: alarmTopicName(scope), kmsMasterKeyId: key.arn, tags: named(scope.tags, this.name) },
      this.child(),
    );
    new aws.sns.TopicPolicy(
      `${this.name}-policy`,
      {
        arn: topic.arn,
        policy: policyDocument([
          {
            Sid: "Publish",
            Effect: "Allow",
            Principal: principal("Service", publishers),
            Action: ["sns:Publish"],
            Resource: topic.arn,
            Condition: { StringEquals: { "aws:SourceAccount": scope.account } },
          },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: ["sns:Publish"],
            Resource: topic.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
      },
      this.child(),
    );
    return topic;
  }

  private subscribe(topic: aws.sns.Topic, { name, kind, endpoint }: AlarmTarget): void {
    new aws.sns.TopicSubscription(
      `${this.name}-to-${name}`,
      {
        topic: topic.arn,
        protocol: kind === "email" ? "email" : "https",
        endpoint:
          kind === "email" ? endpoint : secret(kind === "pagerduty" ? output(endpoint).apply(pagerDuty) : endpoint),
        // It answers SNS's question by itself; whoever else is asked has to.
        ...(kind === "pagerduty" && { endpointAutoConfirms: true }),
      },
      this.child(),
    );
  }

  /** What RDS says by itself of what no metric shows. */
  private databaseEvents(topic: aws.sns.Topic): void {
    const { scope, stores } = this.args;
    const databases = stores.filter(({ kind }) => kind === "postgres");
    if (databases.length === 0) return;
    const own = `${this.name}-databases`;
    new aws.rds.EventSubscription(
      own,
      {
        name: physicalName([own], 255),
        snsTopic: topic.arn,
        sourceType: "db-instance",
        sourceIds: databases.map(({ name }) => physicalName([`${scope.name}-store-${name}`], 50)),
        eventCategories: ["failure", "low storage", "availability"],
        tags: named(scope.tags, own),
      },
      this.child(),
    );
  }
}
