import * as aws from "@pulumi/aws";
import type { Output, Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { partitionOf, policyDocument, principal } from "./statements";

export interface ServiceRoleArgs {
  readonly scope: Scope;
  readonly description: string;
  /** AWS service that takes the role, such as `eks`. */
  readonly service: string;
  /** AWS's own policies, by their path below `policy/`. */
  readonly policies: readonly string[];
  /** @default sts:AssumeRole; Auto Mode and Pod Identity tag their sessions too */
  readonly actions?: readonly string[];
}

/** A role that one AWS service takes on, with AWS's own policies for that service. */
export class ServiceRole extends BaseComponent {
  readonly arn: Output<string>;
  readonly roleName: Output<string>;
  /** What must be there before the service takes the role. */
  readonly attachments: readonly Resource[];

  constructor(name: string, args: ServiceRoleArgs, opts?: ComponentOpts) {
    super("slipway:aws:ServiceRole", name, opts);
    const { scope } = args;
    const role = new aws.iam.Role(
      name,
      {
        // A name known at plan time, so that what is written with it is known too.
        name: physicalName([name], 64),
        description: args.description,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: principal("Service", `${args.service}.amazonaws.com`),
            Action: args.actions ?? ["sts:AssumeRole"],
          },
        ]),
        tags: named(scope.tags, name),
      },
      this.child(),
    );
    this.attachments = args.policies.map(
      (policy) =>
        new aws.iam.RolePolicyAttachment(
          `${name}-${policy.split("/").at(-1)}`,
          { role: role.name, policyArn: `arn:${partitionOf(scope.region)}:iam::aws:policy/${policy}` },
          this.child(),
        ),
    );
    this.arn = role.arn;
    this.roleName = role.name;
    this.registerOutputs({ arn: this.arn, roleName: this.roleName });
  }
}
