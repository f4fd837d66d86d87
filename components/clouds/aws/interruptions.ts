import * as aws from "@pulumi/aws";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { arn, policyDocument, principal } from "./statements";

/** What EC2 says before it takes a machine away, and what it says of one that changed by itself. */
const events: Readonly<Record<string, { source: string; type: string }>> = {
  spot: { source: "aws.ec2", type: "EC2 Spot Instance Interruption Warning" },
  rebalance: { source: "aws.ec2", type: "EC2 Instance Rebalance Recommendation" },
  state: { source: "aws.ec2", type: "EC2 Instance State-change Notification" },
  health: { source: "aws.health", type: "AWS Health Event" },
};

/** The queue, named as the cluster, that Karpenter reads such news from: it then moves pods before the machine goes. */
export class Interruptions extends BaseComponent {
  constructor(name: string, { scope }: { readonly scope: Scope }, opts?: ComponentOpts) {
    super("slipway:aws:Interruptions", name, opts);
    const queue = new aws.sqs.Queue(
      name,
      {
        name: scope.name,
        messageRetentionSeconds: 300,
        sqsManagedSseEnabled: true,
        tags: named(scope.tags, name),
      },
      this.child(),
    );
    new aws.sqs.QueuePolicy(
      name,
      {
        queueUrl: queue.url,
        policy: policyDocument([
          {
            Sid: "News",
            Effect: "Allow",
            Principal: principal("Service", ["events.amazonaws.com", "sqs.amazonaws.com"]),
            Action: ["sqs:SendMessage"],
            Resource: queue.arn,
            Condition: { StringEquals: { "aws:SourceAccount": scope.account } },
          },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: ["sqs:*"],
            Resource: arn(scope, "sqs", scope.name),
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
      },
      this.child(),
    );
    for (const [what, { source, type }] of Object.entries(events)) {
      const rule = new aws.cloudwatch.EventRule(
        `${name}-${what}`,
        {
          // Pulumi's own name would be too long where the stack's is: EventBridge takes 64 characters.
          name: physicalName([name, what], 64),
          description: `${type}, for ${scope.name}`,
          eventPattern: JSON.stringify({ source: [source], "detail-type": [type] }),
          tags: named(scope.tags, `${name}-${what}`),
        },
        this.child(),
      );
      new aws.cloudwatch.EventTarget(`${name}-${what}`, { rule: rule.name, arn: queue.arn }, this.child());
    }
    this.registerOutputs({});
  }
}
