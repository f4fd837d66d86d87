import * as aws from "@pulumi/aws";
import { output } from "@pulumi/pulumi";
import type { AwsStatement } from "../../contracts/addon";
import type { Scope } from "../../contracts/common";
import type { IdentityAgent, IdentityArgs, IdentityHandle } from "../../contracts/identity";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { arn, grantStatements, iamArn, type PolicyStatement, policyDocument, principal } from "./statements";

/** How pods get their credentials: from the Pod Identity agent on their node, or by a token of the cluster's issuer. */
export type IdentityMode = "podIdentity" | "irsa";

export interface AwsIdentityArgs extends Omit<IdentityArgs, "grants"> {
  readonly scope: Scope;
  /** `irsa` where there is no agent: on Fargate. It needs the cluster's OIDC provider in IAM. */
  readonly mode: IdentityMode;
  /** @default none */
  readonly grants?: IdentityArgs["grants"];
  /**
   * Rights that no grant expresses: those of add-ons' controllers.
   * @default none
   */
  readonly statements?: readonly AwsStatement[];
}

/** The EKS Pod Identity agent on each node. */
const AGENT: IdentityAgent = { cidr: "169.254.170.23/32", port: 80 };

/**
 * A role that the pods of one service account, of one cluster, take on.
 * @throws Error when there is nothing to allow, or a statement allows every action of a service on everything.
 */
export class AwsIdentity extends BaseComponent implements IdentityHandle {
  readonly annotations: IdentityHandle["annotations"];
  readonly agent?: IdentityAgent;

  constructor(name: string, args: AwsIdentityArgs, opts?: ComponentOpts) {
    super("slipway:aws:Identity", name, opts);
    const { scope } = args;
    const statements: readonly PolicyStatement[] = [
      ...grantStatements(scope, args.grants ?? []),
      ...(args.statements ?? []),
    ];
    check(name, statements);

    const role = new aws.iam.Role(
      `${name}-role`,
      {
        // Role names end at 64 characters, and automatic ones fail beyond 56.
        name: physicalName([name], 64),
        description: `Service account ${args.namespace}/${args.serviceAccount} of ${scope.name}`,
        assumeRolePolicy: policyDocument([args.mode === "irsa" ? trustIssuer(args) : trustAgent(args)]),
        tags: named(scope.tags, `${name}-role`),
      },
      this.child(),
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: role.name, policy: policyDocument(statements) },
      this.child(),
    );
    if (args.mode === "podIdentity") {
      this.agent = AGENT;
      new aws.eks.PodIdentityAssociation(
        `${name}-association`,
        {
          clusterName: args.cluster.name,
          namespace: args.namespace,
          serviceAccount: args.serviceAccount,
          roleArn: role.arn,
          tags: named(scope.tags, `${name}-association`),
        },
        // A pod that starts as soon as the association is there must find the rights in place.
        this.child({ dependsOn: [policy] }),
      );
    }

    this.annotations = this.agent ? {} : { "eks.amazonaws.com/role-arn": role.arn };
    this.registerOutputs({ annotations: this.annotations, ...(this.agent && { agent: this.agent }) });
  }
}

function check(name: string, statements: readonly PolicyStatement[]): void {
  if (statements.length === 0) throw new Error(`identity ${name} has nothing to allow: make none instead`);
  for (const { Effect, Action, Resource } of statements) {
    const everything = [Resource].flat().includes("*");
    const wide = Action.find((action) => action === "*" || action.endsWith(":*"));
    if (Effect === "Allow" && everything && wide !== undefined) {
      throw new Error(`identity ${name} allows ${wide} on every resource: name the actions or the resources`);
    }
  }
}

/** Pod Identity tags every session with where the pod is from, so the role can insist on it. */
function trustAgent({ scope, cluster, namespace, serviceAccount }: AwsIdentityArgs): PolicyStatement {
  return {
    Sid: "PodIdentity",
    Effect: "Allow",
    Principal: principal("Service", "pods.eks.amazonaws.com"),
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": scope.account,
        "aws:RequestTag/eks-cluster-arn": output(cluster.name).apply((name) => arn(scope, "eks", `cluster/${name}`)),
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
    },
  };
}

function trustIssuer({ scope, cluster, namespace, serviceAccount }: AwsIdentityArgs): PolicyStatement {
  const issuer = output(cluster.issuer).apply((url) => url.replace(/^https:\/\//, ""));
  return {
    Sid: "ClusterIssuer",
    Effect: "Allow",
    Principal: principal(
      "Federated",
      issuer.apply((host) => iamArn(scope, `oidc-provider/${host}`)),
    ),
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Condition: {
      // The keys themselves carry the issuer, which is known late.
      StringEquals: issuer.apply((host) => ({
        [`${host}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
        [`${host}:aud`]: "sts.amazonaws.com",
      })),
    },
  };
}
