import { jsonStringify } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { CloudOpts } from "../contracts/cloud";
import type { SecretHandle, StoreLogin, StoreUsers } from "../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";

export interface StoreLoginsArgs {
  readonly stores: readonly StoreUsers[];
  /** Makes a secret of the cloud's own that holds a value. */
  readonly secret: (name: string, value: ReturnType<typeof jsonStringify>, opts: CloudOpts) => SecretHandle;
}

/** The login of each role by its secret's name: JSON with `username` and `password`, in the cloud's secret manager. */
export class StoreLogins extends BaseComponent {
  readonly handles: Readonly<Record<string, StoreLogin>>;

  constructor(name: string, args: StoreLoginsArgs, opts?: ComponentOpts) {
    super("slipway:roles:Logins", name, opts);
    this.handles = Object.fromEntries(
      args.stores.flatMap(({ roles, passwords }) =>
        roles.map(({ role, secret }) => {
          const { result } = new random.RandomPassword(
            `${name}-${secret}`,
            // Letters and digits only: the password also ends up in connection URLs.
            { length: 40, special: false, ...(passwords !== undefined && { keepers: { passwords } }) },
            this.child(),
          );
          const value = jsonStringify({ username: role, password: result });
          const { id, property, version, copyId } = args.secret(secret, value, { parent: this });
          return [
            secret,
            {
              ...{ id, role, password: result },
              ...(property !== undefined && { property }),
              ...(version !== undefined && { version }),
              ...(copyId !== undefined && { copyId }),
            },
          ];
        }),
      ),
    );
    this.registerOutputs({});
  }
}
