import * as aws from "@pulumi/aws";
import type { Input } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { AwsKey } from "./key";
import { policyDocument, principal } from "./statements";

export interface FlowLogsArgs {
  readonly scope: Scope;
  readonly vpcId: Input<string>;
  /** Days that they are kept. */
  readonly days: number;
}

/** Every connection of a VPC, accepted or refused, written to an encrypted log group. */
export class FlowLogs extends BaseComponent {
  constructor(name: string, args: FlowLogsArgs, opts: ComponentOpts = {}) {
    super("slipway:aws:FlowLogs", name, opts);
    const { scope } = args;
    const tags = named(scope.tags, name);
    const groupName = `/slipway/${scope.name}/flow-logs`;
    const key = new AwsKey(
      `${name}-key`,
      { scope, description: `Flow logs of ${scope.name}`, services: ["logs"], logGroups: [groupName] },
      { parent: this },
    );
    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: groupName, retentionInDays: args.days, kmsKeyId: key.arn, tags },
      this.child({ dependsOn: [key] }),
    );
    const role = new aws.iam.Role(
      name,
      {
        description: `Writes the flow logs of ${scope.name}`,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: principal("Service", "vpc-flow-logs.amazonaws.com"),
            Action: ["sts:AssumeRole"],
            Condition: { StringEquals: { "aws:SourceAccount": scope.account } },
          },
        ]),
        tags,
      },
      this.child(),
    );
    const policy = new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        policy: policyDocument([
          {
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            Resource: [group.arn, group.arn.apply((arn) => `${arn}:*`)],
          },
        ]),
      },
      this.child(),
    );
    new aws.ec2.FlowLog(
      name,
      {
        vpcId: args.vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: group.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: 60,
        tags,
      },
      this.child({ dependsOn: [policy] }),
    );
    this.registerOutputs({});
  }
}
