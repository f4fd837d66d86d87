import * as aws from "@pulumi/aws";
import type { Scope } from "../../contracts/common";
import { POD_LOG_STREAM, podLogGroup } from "../../monitoring/telemetry-addresses";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { AwsKey } from "./key";

export interface AwsPodLogsArgs {
  readonly scope: Scope;
  /** Days that lines are kept: one of CloudWatch's own steps. */
  readonly retentionDays: number;
}

/**
 * A log group for what pods write, encrypted with a key of its own, and the one stream in it: what sends lines by
 * OpenTelemetry's protocol cannot make either.
 */
export class AwsPodLogs extends BaseComponent {
  constructor(name: string, { scope, retentionDays }: AwsPodLogsArgs, opts?: ComponentOpts) {
    super("slipway:aws:PodLogs", name, opts);
    const groupName = podLogGroup(scope.name);
    const key = new AwsKey(
      `${name}-key`,
      { scope, description: `Logs of the pods of ${scope.name}`, services: ["logs"], logGroups: [groupName] },
      { parent: this },
    );
    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: groupName, retentionInDays: retentionDays, kmsKeyId: key.arn, tags: named(scope.tags, name) },
      this.child({ dependsOn: [key] }),
    );
    new aws.cloudwatch.LogStream(`${name}-stream`, { name: POD_LOG_STREAM, logGroupName: group.name }, this.child());
    this.registerOutputs({});
  }
}
