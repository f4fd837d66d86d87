import * as aws from "@pulumi/aws";
import { type Input, type Output, secret as pulumiSecret } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { SecretHandle } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { AwsKey } from "./key";

export interface AwsSecretArgs {
  readonly scope: Scope;
  /** Its name below the stack's prefix. */
  readonly secretName: string;
  /** ARN of the key that encrypts it. */
  readonly keyId: Input<string>;
  readonly description: string;
  /**
   * Its value, which follows what is given here; else `first`.
   * @default none
   */
  readonly value?: Input<string>;
  /**
   * Its first value; what people or a rotation put there later is left alone.
   * @default none: the place is made empty
   */
  readonly first?: Input<string>;
  /**
   * A second region that it is copied to, and the key that encrypts it there.
   * @default none
   */
  readonly copy?: { readonly region: string; readonly keyId: Input<string> };
}

/** Every secret that Slipway names begins with this: `<app>/<stack>/`. */
export function secretPrefix(scope: Pick<Scope, "app" | "stack">): string {
  return `${scope.app}/${scope.stack}/`;
}

/**
 * The key of the stack's own secrets. One for all of them: who may read which is decided per secret (see
 * `grantStatements`), and a key each would cost a dollar a month each and guard nothing more.
 */
export function secretsKey(scope: Scope, opts?: ComponentOpts, suffix = ""): AwsKey {
  return new AwsKey(
    `${scope.name}-secrets-key${suffix}`,
    { scope, description: `Secrets of ${scope.name}`, services: ["secretsmanager"] },
    opts,
  );
}

/**
 * What a secret holds until somebody says more: pods that ask for it start, and the stack's output `next` says which
 * values are still to be set. An empty place would hold the first release back until it times out.
 */
export const NOT_SET = "not set yet";

/** A container in Secrets Manager: values are put in by people, or by the store that owns it. */
export class AwsSecret extends BaseComponent implements SecretHandle {
  readonly id: Output<string>;
  readonly version?: Output<string>;
  readonly copyId?: Output<string>;

  constructor(name: string, args: AwsSecretArgs, opts?: ComponentOpts) {
    super("slipway:aws:Secret", name, opts);
    const { scope } = args;
    const secret = new aws.secretsmanager.Secret(
      name,
      {
        name: `${secretPrefix(scope)}${args.secretName}`,
        description: args.description,
        kmsKeyId: args.keyId,
        // A name that waits for deletion cannot be used again, and an unprotected stack is often rebuilt the same day.
        recoveryWindowInDays: scope.protect ? 30 : 0,
        ...(args.copy && { replicas: [{ region: args.copy.region, kmsKeyId: args.copy.keyId }] }),
        tags: named(scope.tags, name),
      },
      this.child({ protect: scope.protect }),
    );

    const value = args.value ?? args.first;
    if (value !== undefined) {
      const version = new aws.secretsmanager.SecretVersion(
        name,
        { secretId: secret.id, secretString: pulumiSecret(value) },
        this.child(args.value === undefined ? { ignoreChanges: ["secretString"] } : {}),
      );
      if (args.value !== undefined) this.version = version.versionId;
    }

    this.id = secret.arn;
    // A copy has the name and the random end of the original (Secrets Manager user guide, "Replicate secrets").
    if (args.copy) this.copyId = secret.arn.apply((own) => own.replace(`:${scope.region}:`, `:${args.copy!.region}:`));
    this.registerOutputs({ id: this.id });
  }
}
