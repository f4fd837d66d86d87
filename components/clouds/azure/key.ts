import { Key } from "@pulumi/azure-native/keyvault/key";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { interpolate, type Output, type Resource } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { type AzurePlace, at } from "./place";
import { assign } from "./roles";
import type { AzureVault } from "./vault";

export interface AzureKeyArgs {
  readonly place: AzurePlace;
  /** The vault that it is in. */
  readonly vault: AzureVault;
}

/** Bits of RSA: the most that every service takes which encrypts with it. */
const KEY_SIZE = 4096;

/** A key of one thing's own, with a new version every 90 days. It goes with its vault, and not before. */
export class AzureKey extends BaseComponent {
  readonly id: Output<string>;
  readonly keyName: Output<string>;
  /** Leads to its newest version; services that follow it take the new one by themselves. */
  readonly uri: Output<string>;
  /** Leads to the version that it had when it was made. */
  readonly versionUri: Output<string>;

  constructor(name: string, { place, vault }: AzureKeyArgs, opts?: ComponentOpts) {
    super("slipway:azure:Key", name, opts);
    // What is taken away and added later must not meet its old key, which is still there.
    const end = new random.RandomId(`${name}-end`, { byteLength: 4 }, this.child());
    const key = new Key(
      name,
      {
        resourceGroupName: place.group,
        vaultName: vault.name,
        keyName: interpolate`${physicalName([name], 110)}-${end.hex}`,
        properties: {
          kty: "RSA",
          keySize: KEY_SIZE,
          keyOps: ["encrypt", "decrypt", "wrapKey", "unwrapKey"],
          rotationPolicy: { lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: "P90D" } }] },
        },
        tags: named(place.scope.tags, name),
      },
      // To delete it the provider would have to reach the vault, which is closed; the vault takes it along.
      this.child({ protect: place.scope.protect, retainOnDelete: true }),
    );
    this.id = key.id;
    this.keyName = key.name;
    this.uri = key.keyUri;
    this.versionUri = key.keyUriWithVersion;
    this.registerOutputs({ id: this.id });
  }
}

/** A key, and the identity that one service encrypts with it as. */
export class AzureEncryption extends BaseComponent {
  readonly key: AzureKey;
  /** Full id of the identity. */
  readonly identityId: Output<string>;
  readonly clientId: Output<string>;
  /** What encrypts waits for its right. */
  readonly grants: readonly Resource[];

  constructor(name: string, { place, vault }: AzureKeyArgs, opts?: ComponentOpts) {
    super("slipway:azure:Encryption", name, opts);
    const { scope } = place;
    this.key = new AzureKey(name, { place, vault }, { parent: this });
    const identity = new UserAssignedIdentity(
      name,
      { ...at(place), resourceName: name, tags: named(scope.tags, name) },
      this.child(),
    );
    this.grants = [
      assign(name, scope, { role: "encryptWithKey", on: this.key.id, to: identity.principalId }, this.child()),
    ];
    this.identityId = identity.id;
    this.clientId = identity.clientId;
    this.registerOutputs({ identityId: this.identityId });
  }
}
