import { Secret } from "@pulumi/azure-native/keyvault/secret";
import { type Input, type Output, secret as pulumiSecret, unsecret } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { SecretHandle } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import type { AzurePlace } from "./place";
import type { AzureVault } from "./vault";

export interface AzureSecretArgs {
  readonly place: AzurePlace;
  readonly vault: AzureVault;
  /** Its name after the stack's prefix. */
  readonly secretName: string;
  /** Its value, which follows what is given here; else `first`. @default none */
  readonly value?: Input<string>;
  /** Its first value; what people put there later is left alone. @default what says that it is not set */
  readonly first?: Input<string>;
}

/** Every secret that Slipway names begins with this. */
export function secretPrefix({ name }: Pick<Scope, "name">): string {
  return `${name}-`;
}

/** What a secret holds until somebody says more, so that pods that ask for it start. */
const NOT_SET = "not set yet";

/** A secret in the stack's vault: its value is put in by people, or by the store that owns it. */
export class AzureSecret extends BaseComponent implements SecretHandle {
  readonly id: Output<string>;
  readonly version?: Output<string>;

  constructor(name: string, args: AzureSecretArgs, opts?: ComponentOpts) {
    super("slipway:azure:Secret", name, opts);
    const { place, vault, secretName, value, first = NOT_SET } = args;
    const secret = new Secret(
      name,
      {
        resourceGroupName: place.group,
        vaultName: vault.name,
        secretName: `${secretPrefix(place.scope)}${secretName}`,
        properties: { value: pulumiSecret(value ?? first), contentType: "text/plain" },
        tags: named(place.scope.tags, name),
      },
      this.child({
        protect: place.scope.protect,
        // To delete it the provider would have to reach the vault itself; the vault takes it along.
        retainOnDelete: true,
        ...(value === undefined && { ignoreChanges: ["properties"] }),
      }),
    );
    this.id = secret.name;
    // An address, which stands beside the value in what Pulumi holds secret as a whole.
    if (value !== undefined) this.version = unsecret(secret.properties.secretUriWithVersion);
    this.registerOutputs({ id: this.id });
  }
}
