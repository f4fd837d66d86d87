import * as aws from "@pulumi/aws";
import type { Output } from "@pulumi/pulumi";
import type { PlatformAlarmsHandle } from "../../contracts/alarms";
import type { Scope } from "../../contracts/common";
import type { HeartbeatTopic } from "../../contracts/monitoring";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { alarmTopicArn, topicKey } from "./alarms";
import { arn, policyDocument } from "./statements";

/** What the alarms of a load balancer are told apart by. */
export interface EntryMetrics {
  /** Last parts of ARNs, as CloudWatch wants them. */
  readonly balancer: Output<string>;
  readonly targets: readonly { readonly protocol: string; readonly suffix: Output<string> }[];
}

export interface AwsPlatformAlarmsArgs {
  readonly scope: Scope;
  readonly entry?: EntryMetrics;
}

/** Seconds of silence of the cluster after which somebody is told: three calls that did not come. */
const SILENCE = 900;

const heartbeatName = (scope: Scope): string => physicalName([scope.name, "heartbeat"], 256);

/**
 * Alarms for the platform: nothing behind the load balancer, and a cluster that says nothing any more. Alertmanager
 * publishes its dead man's switch to a topic every few minutes, with the rights of its own service account; SNS counts the
 * messages, and an alarm watches the count. So Prometheus, Alertmanager, network and identity are all proved at once.
 */
export class AwsPlatformAlarms extends BaseComponent implements PlatformAlarmsHandle {
  readonly heartbeat: HeartbeatTopic;

  constructor(
    private readonly name: string,
    private readonly args: AwsPlatformAlarmsArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:PlatformAlarms", name, opts);
    const { scope, entry } = args;
    this.heartbeat = { id: arn(scope, "sns", heartbeatName(scope)), region: scope.region };
    this.watchHeartbeat();
    for (const { protocol, suffix } of entry?.targets ?? []) {
      this.alarm(`${protocol}-targets`, {
        alarmDescription: `nothing healthy answers ${protocol} behind the load balancer: see runbook gateway-down`,
        namespace: "AWS/NetworkELB",
        metricName: "HealthyHostCount",
        dimensions: { LoadBalancer: entry!.balancer, TargetGroup: suffix },
        statistic: "Maximum",
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        period: 60,
        evaluationPeriods: 5,
        treatMissingData: "breaching",
      });
    }
    this.registerOutputs({ heartbeat: this.heartbeat });
  }

  private watchHeartbeat(): void {
    const { scope } = this.args;
    const own = `${this.name}-heartbeat`;
    const key = topicKey(`${own}-key`, scope, [], this);
    const topic = new aws.sns.Topic(
      own,
      { name: heartbeatName(scope), kmsMasterKeyId: key.arn, tags: named(scope.tags, own) },
      this.child(),
    );
    new aws.sns.TopicPolicy(
      `${own}-policy`,
      {
        arn: topic.arn,
        policy: policyDocument([
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
    this.alarm("silence", {
      alarmDescription: "the cluster's dead man's switch has not reported: see runbook dead-mans-switch",
      namespace: "AWS/SNS",
      metricName: "NumberOfMessagesPublished",
      dimensions: { TopicName: topic.name },
      statistic: "Sum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: SILENCE,
      evaluationPeriods: 1,
      treatMissingData: "breaching",
    });
  }

  private alarm(
    key: string,
    alarm: Omit<aws.cloudwatch.MetricAlarmArgs, "name" | "alarmActions" | "okActions" | "tags">,
  ) {
    const own = `${this.name}-${key}`;
    const topics = [alarmTopicArn(this.args.scope)];
    new aws.cloudwatch.MetricAlarm(
      own,
      {
        ...alarm,
        name: physicalName([own], 255),
        alarmActions: topics,
        okActions: topics,
        tags: named(this.args.scope.tags, own),
      },
      this.child(),
    );
  }
}
