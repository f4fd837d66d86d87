import * as aws from "@pulumi/aws";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { PoolArgs, PoolHandle, SecretHandle, StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { type AwsPostgresArgs, PORT } from "./postgres-parts";
import { allowIn, allowOut } from "./security-group";
import { grantStatements, policyDocument, principal } from "./statements";
import { storeDoor } from "./store-parts";

export interface AwsPostgresPoolArgs extends PoolArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
  /** Who comes by it: it logs in to the server as they do, so it must know their passwords. At least one. */
  readonly logins: readonly SecretHandle[];
  readonly port: number;
  /** What it holds connections to. */
  readonly server: {
    readonly group: Input<string>;
    readonly target: { readonly dbInstanceIdentifier: Input<string> } | { readonly dbClusterIdentifier: Input<string> };
    /** Must be there before it is asked for. */
    readonly ready: readonly Resource[];
  };
  /** Reads have a replica of their own. */
  readonly readsPast: boolean;
}

/** Seconds that a client waits for a connection of the pool before it is told that there is none (AWS's own: 120). */
const BORROW = 30;

/** Seconds after which a client that says nothing is let go: AWS's own default. */
const IDLE = 1800;

/**
 * RDS Proxy before one PostgreSQL: TLS alone, in the data subnets, open to the cluster alone, and out to nothing but the
 * server. Its role reads the secrets of those who come by it, and no others.
 */
export class AwsPostgresPool extends BaseComponent implements PoolHandle {
  readonly host: Output<string>;
  readonly port: number;
  readonly readsPast: boolean;

  constructor(name: string, args: AwsPostgresPoolArgs, opts?: ComponentOpts) {
    super("slipway:aws:PostgresPool", name, opts);
    const { scope, placement, server, logins } = args;
    const group = this.open(name, args);
    const { role, rights } = this.role(name, args);
    const proxy = new aws.rds.Proxy(
      name,
      {
        // RDS allows 63 characters.
        name: physicalName([name], 60),
        engineFamily: "POSTGRESQL",
        requireTls: true,
        // Statements would be written to a log, values and all.
        debugLogging: false,
        idleClientTimeout: IDLE,
        roleArn: role.arn,
        auths: logins.map(({ id }) => ({
          ...{ authScheme: "SECRETS", secretArn: id, iamAuth: "DISABLED" },
          clientPasswordAuthType: "POSTGRES_SCRAM_SHA_256",
        })),
        vpcSubnetIds: placement.network.dataSubnetIds,
        vpcSecurityGroupIds: [group.id],
        tags: named(scope.tags, name),
      },
      // It reads the secrets as it is made. Its name is fixed, so a replacement waits until the old one is gone.
      this.child({ dependsOn: [rights], deleteBeforeReplace: true }),
    );
    const targets = new aws.rds.ProxyDefaultTargetGroup(
      `${name}-targets`,
      {
        dbProxyName: proxy.name,
        connectionPoolConfig: {
          maxConnectionsPercent: args.percent,
          maxIdleConnectionsPercent: Math.floor(args.percent / 2),
          connectionBorrowTimeout: BORROW,
        },
      },
      this.child(),
    );
    new aws.rds.ProxyTarget(
      `${name}-target`,
      { dbProxyName: proxy.name, targetGroupName: targets.name, ...server.target },
      this.child({ dependsOn: server.ready, deleteBeforeReplace: true }),
    );
    this.host = proxy.endpoint;
    this.port = args.port;
    this.readsPast = args.readsPast;
    this.registerOutputs({ host: this.host, port: this.port });
  }

  private open(name: string, { scope, placement, port, server }: AwsPostgresPoolArgs): aws.ec2.SecurityGroup {
    const group = storeDoor(name, { scope, placement, port, description: `Pool ${name}` }, this.child());
    const way = { scope, port, description: "Pool to PostgreSQL" };
    allowOut(`${name}-out`, { ...way, group: group.id, peer: { group: server.group } }, this.child());
    allowIn(`${name}-in`, { ...way, group: server.group, peer: { group: group.id } }, this.child());
    return group;
  }

  private role(name: string, { scope, logins }: AwsPostgresPoolArgs) {
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: physicalName([name], 64),
        description: `Reads the logins that come by ${name}`,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: principal("Service", "rds.amazonaws.com"),
            Action: ["sts:AssumeRole"],
            Condition: { StringEquals: { "aws:SourceAccount": scope.account } },
          },
        ]),
        tags: named(scope.tags, `${name}-role`),
      },
      this.child(),
    );
    const rights = new aws.iam.RolePolicy(
      `${name}-rights`,
      {
        role: role.name,
        policy: policyDocument(grantStatements(scope, [{ kind: "secrets", ids: logins.map(({ id }) => id) }])),
      },
      this.child(),
    );
    return { role, rights };
  }
}

/** The pool that a database's config asks for. It knows the passwords of those who come by it, so there is none without any. */
export function poolBefore(
  name: string,
  { scope, placement, pool, replicas }: AwsPostgresArgs,
  server: AwsPostgresPoolArgs["server"],
  opts: ComponentOpts,
): AwsPostgresPool | undefined {
  const { logins = [] } = placement;
  if (!pool || logins.length === 0) return undefined;
  const args = { ...pool, scope, placement, logins, server, port: PORT, readsPast: replicas > 0 };
  return new AwsPostgresPool(`${name}-pool`, args, opts);
}
