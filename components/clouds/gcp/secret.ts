import * as secretmanager from "@pulumi/gcp/secretmanager";
import { type Input, type Output, secret as pulumiSecret } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { SecretHandle } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { GcpKey } from "./key";
import type { GcpKeyRing } from "./key-ring";
import { labelled } from "./labels";

export interface GcpSecretArgs {
  readonly scope: Scope;
  /** Its name after the stack's prefix. */
  readonly secretName: string;
  /** The key that encrypts it; it waits for its grants. */
  readonly key: GcpKey;
  /** Its value, which follows what is given here; else `first`. @default none */
  readonly value?: Input<string>;
  /** Its first value; what people or a rotation put there later is left alone. @default none */
  readonly first?: Input<string>;
}

/** Every secret that Slipway names begins with this: `<app>-<stack>-`, as names here take no slash. */
export function secretPrefix(scope: Pick<Scope, "name">): string {
  return `${scope.name}-`;
}

/** The key of the stack's own secrets: one for all, since who may read which is decided per secret. */
export function secretsKey(scope: Scope, ring: GcpKeyRing, opts?: ComponentOpts): GcpKey {
  return new GcpKey(`${scope.name}-secrets-key`, { scope, ring, services: ["secretmanager.googleapis.com"] }, opts);
}

/** What a secret holds until somebody says more, so that pods that ask for it start. */
export const NOT_SET = "not set yet";

/** A place in Secret Manager, kept in the stack's region alone: values are put in by people, or by the store that owns it. */
export class GcpSecret extends BaseComponent implements SecretHandle {
  readonly id: Output<string>;
  readonly version?: Output<string>;

  constructor(name: string, args: GcpSecretArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Secret", name, opts);
    const { scope, key } = args;
    const secret = new secretmanager.Secret(
      name,
      {
        secretId: `${secretPrefix(scope)}${args.secretName}`,
        replication: {
          userManaged: {
            replicas: [{ location: scope.region, customerManagedEncryption: { kmsKeyName: key.id } }],
          },
        },
        // A version that is destroyed by mistake can be brought back for this long.
        ...(scope.protect && { versionDestroyTtl: `${7 * 24 * 3600}s` }),
        deletionProtection: scope.protect,
        labels: labelled(scope.tags, name),
      },
      this.child({ protect: scope.protect, dependsOn: key.grants }),
    );
    const value = args.value ?? args.first;
    if (value !== undefined) {
      const version = new secretmanager.SecretVersion(
        name,
        { secret: secret.id, secretData: pulumiSecret(value) },
        this.child(args.value === undefined ? { ignoreChanges: ["secretData"] } : {}),
      );
      if (args.value !== undefined) this.version = version.version;
    }
    this.id = secret.secretId;
    this.registerOutputs({ id: this.id });
  }
}
