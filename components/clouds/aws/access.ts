import * as aws from "@pulumi/aws";
import type { Input, Output } from "@pulumi/pulumi";
import type { AccessGrant } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { digest, physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { iamArn, partitionOf, policyDocument, principal } from "./statements";

export interface ClusterAccessArgs {
  readonly scope: Scope;
  readonly clusterName: Input<string>;
  readonly access: readonly AccessGrant[];
  /** Who may take the break-glass role; empty: whoever of the account has a second factor. */
  readonly breakGlass: readonly string[];
  /** Longest emergency session, in seconds. */
  readonly breakGlassSeconds: number;
}

/** What each role may do, in EKS's own access policies. */
const policies = {
  admin: "AmazonEKSClusterAdminPolicy",
  edit: "AmazonEKSEditPolicy",
  view: "AmazonEKSViewPolicy",
} as const;

/**
 * Who gets into the cluster: access entries only, never the aws-auth map. Two roles are always there: the deployer,
 * which the kubeconfig takes (so it does not matter who ran the first `up`), and break-glass, for when all else fails.
 */
export class ClusterAccess extends BaseComponent {
  readonly deployerArn: Output<string>;
  readonly breakGlassArn: Output<string>;

  constructor(
    name: string,
    private readonly args: ClusterAccessArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:aws:ClusterAccess", name, opts);
    const { scope } = args;
    const deployer = this.makeRole(
      `${scope.name}-deployer`,
      `Releases into ${scope.name}`,
      [iamArn(scope, "root")],
      false,
    );
    const emergency = this.makeRole(
      `${scope.name}-break-glass`,
      `Way into ${scope.name} when all else fails; every use is a reason to look`,
      args.breakGlass.length > 0 ? args.breakGlass : [iamArn(scope, "root")],
      true,
    );
    this.admit(`${name}-deployer`, deployer.arn, "admin");
    this.admit(`${name}-break-glass`, emergency.arn, "admin");
    for (const { principal: arn, role } of args.access) this.admit(`${name}-${role}-${digest(arn)}`, arn, role);

    this.deployerArn = deployer.arn;
    this.breakGlassArn = emergency.arn;
    this.registerOutputs({ deployerArn: this.deployerArn, breakGlassArn: this.breakGlassArn });
  }

  private makeRole(name: string, description: string, trusted: readonly string[], factor: boolean): aws.iam.Role {
    return new aws.iam.Role(
      name,
      {
        name: physicalName([name], 64),
        description,
        maxSessionDuration: factor ? this.args.breakGlassSeconds : 3600,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: principal("AWS", [...trusted]),
            Action: ["sts:AssumeRole"],
            ...(factor && { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
          },
        ]),
        tags: named(this.args.scope.tags, name),
      },
      this.child(),
    );
  }

  private admit(name: string, principalArn: Input<string>, role: AccessGrant["role"]): void {
    const { scope, clusterName } = this.args;
    const entry = new aws.eks.AccessEntry(
      name,
      { clusterName, principalArn, type: "STANDARD", tags: named(scope.tags, name) },
      this.child(),
    );
    new aws.eks.AccessPolicyAssociation(
      name,
      {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:${partitionOf(scope.region)}:eks::aws:cluster-access-policy/${policies[role]}`,
        accessScope: { type: "cluster" },
      },
      this.child(),
    );
  }
}
