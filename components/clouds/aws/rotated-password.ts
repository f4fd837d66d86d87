import * as aws from "@pulumi/aws";
import { all, type Input, jsonStringify, type Output, output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { NetworkHandle } from "../../contracts/network";
import type { SecretHandle } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import type { AwsKey } from "./key";
import { AwsSecret } from "./secret";
import { allowIn, allowOut, closedGroup } from "./security-group";

export interface RotatedPasswordArgs {
  readonly scope: Scope;
  readonly key: AwsKey;
  readonly network: Pick<NetworkHandle, "id" | "privateSubnetIds">;
  readonly server: {
    /** Security group that is opened for the rotation. */
    readonly group: Input<string>;
    readonly host: Input<string>;
    readonly port: number;
    readonly database: string;
  };
  readonly username: string;
  /** The first password; it holds until the first rotation, right after it is stored. */
  readonly password: Input<string>;
  /** Whether it is changed at all: nobody can in a database that is read only. @default true */
  readonly rotates?: boolean;
}

/** AWS's own rotation function for one PostgreSQL user, in the Serverless Application Repository. */
const APPLICATION =
  "arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser";

/** Its release, as aws-cdk-lib 2.248 pins it. */
const APPLICATION_VERSION = "1.1.618";

const ROTATION_DAYS = 30;

/**
 * The master password of a PostgreSQL in a secret of ours, changed every 30 days by AWS's rotation function. The
 * function runs in the private subnets, since it calls Secrets Manager, which the data subnets have no way to.
 * Not for AWS China and GovCloud, which publish the function elsewhere.
 */
export class RotatedPassword extends BaseComponent implements SecretHandle {
  readonly id: Output<string>;

  constructor(name: string, args: RotatedPasswordArgs, opts?: ComponentOpts) {
    super("slipway:aws:RotatedPassword", name, opts);
    const secret = this.store(name, args);
    if (args.rotates !== false) this.rotate(name, args, secret);
    this.id = secret.id;
    this.registerOutputs({ id: this.id });
  }

  private rotate(name: string, args: RotatedPasswordArgs, secret: AwsSecret): void {
    const rotator = this.rotator(name, args, this.open(name, args));
    new aws.secretsmanager.SecretRotation(
      `${name}-rotation`,
      {
        secretId: secret.id,
        rotationLambdaArn: rotator.outputs.apply((outputs) => outputs.RotationLambdaARN!),
        rotationRules: { automaticallyAfterDays: ROTATION_DAYS },
      },
      this.child({ dependsOn: [secret] }),
    );
  }

  /** The fields that the rotation function reads and writes back; from the first rotation on they are its own. */
  private store(name: string, { scope, key, server, username, password }: RotatedPasswordArgs): AwsSecret {
    return new AwsSecret(
      name,
      {
        scope,
        secretName: name,
        keyId: key.arn,
        description: `Master user of database ${server.database}`,
        first: jsonStringify({
          engine: "postgres",
          host: server.host,
          port: server.port,
          dbname: server.database,
          username,
          password,
        }),
      },
      { parent: this },
    );
  }

  private open(name: string, { scope, network, server }: RotatedPasswordArgs): aws.ec2.SecurityGroup {
    const group = closedGroup(
      `${name}-rotator-group`,
      { scope, vpcId: network.id, description: `Password rotation ${name}` },
      this.child(),
    );
    const toServer = { scope, port: server.port, description: "Password rotation to PostgreSQL" };
    allowOut(`${name}-rotator-out`, { ...toServer, group: group.id, peer: { group: server.group } }, this.child());
    allowIn(`${name}-rotator-in`, { ...toServer, group: server.group, peer: { group: group.id } }, this.child());
    allowOut(
      `${name}-rotator-api`,
      {
        scope,
        group: group.id,
        // Secrets Manager has neither a prefix list nor fixed addresses.
        peer: { cidr: "0.0.0.0/0" },
        port: 443,
        description: "Password rotation to Secrets Manager",
      },
      this.child(),
    );
    return group;
  }

  private rotator(
    name: string,
    { scope, key, network }: RotatedPasswordArgs,
    group: aws.ec2.SecurityGroup,
  ): aws.serverlessrepository.CloudFormationStack {
    return new aws.serverlessrepository.CloudFormationStack(
      `${name}-rotator`,
      {
        name: physicalName([name, "rotator"], 64),
        applicationId: APPLICATION,
        semanticVersion: APPLICATION_VERSION,
        capabilities: ["CAPABILITY_IAM", "CAPABILITY_RESOURCE_POLICY"],
        parameters: {
          endpoint: `https://secretsmanager.${scope.region}.amazonaws.com`,
          functionName: physicalName([name, "rotator"], 64),
          kmsKeyArn: key.arn,
          vpcSecurityGroupIds: group.id,
          vpcSubnetIds: output(network.privateSubnetIds)
            .apply((ids) => all(ids))
            .apply((ids) => ids.join(",")),
        },
        tags: named(scope.tags, `${name}-rotator`),
      },
      this.child({ deleteBeforeReplace: true }),
    );
  }
}
