import * as aws from "@pulumi/aws";
import { type CustomResourceOptions, type Input, type Output, runtime, unknown } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../../contracts/common";
import type { StorePlacement } from "../../contracts/stores";
import { named } from "../../shared/tags";
import { allowIn, closedGroup } from "./security-group";

/** Days that the logs of a store's server are kept. */
const LOG_DAYS = 30;

export interface StoreDoorArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
  readonly port: number;
  /** Every port from `port` to this one. @default `port` alone */
  readonly lastPort?: number;
  /** What is behind it, for the rule's description. */
  readonly description: string;
}

/** A store's security group: reachable from the cluster alone, and with no way out, since a store calls nobody. */
export function storeDoor(name: string, args: StoreDoorArgs, opts: CustomResourceOptions): aws.ec2.SecurityGroup {
  const { scope, placement, port, lastPort, description } = args;
  const group = closedGroup(`${name}-group`, { scope, vpcId: placement.network.id, description }, opts);
  allowIn(
    `${name}-from-cluster`,
    {
      scope,
      group: group.id,
      peer: { group: placement.cluster.accessGroup },
      ...{ port, lastPort },
      description: `${description} from the cluster`,
    },
    opts,
  );
  return group;
}

/** Made before the store is: AWS would make it by itself, kept for ever and under nobody's key. */
export function storeLog(
  name: string,
  args: { readonly scope: Scope; readonly logGroup: string; readonly keyId: Input<string> },
  opts: CustomResourceOptions,
): aws.cloudwatch.LogGroup {
  return new aws.cloudwatch.LogGroup(
    name,
    {
      name: args.logGroup,
      retentionInDays: LOG_DAYS,
      kmsKeyId: args.keyId,
      tags: named(args.scope.tags, name),
    },
    opts,
  );
}

/**
 * Whether what holds data leaves a last snapshot, and the key that it is encrypted with. Lifting the protection must not
 * take these away too: whoever destroys such a stack has to lift it first.
 */
export function leavesSnapshot({ protect, environment }: Scope): boolean {
  return protect || environment !== "dev";
}

/**
 * Name of a store's last snapshot; none where the stack leaves none. Its end comes from the state, not from a
 * clock: stable from run to run, and new whenever the store is, so that a last snapshot never meets an older one of its
 * name (pulumi-aws#2020).
 * @param keepers - What replaces the store when it changes, beside its identifier.
 */
export function finalSnapshot(
  name: string,
  args: { readonly scope: Scope; readonly identifier: string; readonly keepers?: Readonly<Record<string, string>> },
  opts: CustomResourceOptions,
): Output<string> | undefined {
  const { scope, identifier, keepers } = args;
  if (!leavesSnapshot(scope)) return undefined;
  const id = new random.RandomId(
    `${name}-final-snapshot`,
    { byteLength: 4, keepers: { identifier, ...keepers } },
    opts,
  );
  return id.hex.apply((hex) => `${identifier}-final-${hex}`);
}

interface WithMasterSecret {
  readonly masterUserSecrets: Output<readonly { readonly secretArn?: string }[]>;
}

/**
 * The secret that a database's service made. Turning management on is not foreseen by a preview, so there it counts as unknown.
 * @param service as people call it
 */
export function managedSecret(
  name: string,
  service: "RDS" | "DocumentDB",
  { masterUserSecrets }: WithMasterSecret,
): Output<string> {
  return masterUserSecrets.apply((secrets) => {
    const secretArn = secrets?.[0]?.secretArn;
    if (secretArn !== undefined) return secretArn;
    if (runtime.isDryRun()) return unknown as unknown as string;
    throw new Error(`${name}: ${service} gave no secret for the password that it manages`);
  });
}
