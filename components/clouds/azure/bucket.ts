import * as storage from "@pulumi/azure-native/storage";
import type { Input, Output } from "@pulumi/pulumi";
import type { BucketArgs, BucketHandle } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { AzureEncryption } from "./key";
import { worldName } from "./names";
import { type AzurePlace, at } from "./place";
import type { AzureVault } from "./vault";

export interface AzureBucketArgs extends BucketArgs {
  readonly place: AzurePlace;
  /** What the store is called, without the stack's name. */
  readonly store: string;
  /** The vault of keys. */
  readonly keys: AzureVault;
  /** Subnets whose nodes may reach it. */
  readonly subnets: readonly Input<string>[];
}

/** Days for which what was deleted can be brought back. */
const SOFT_DELETE_DAYS = 7;

/** Longest name of a storage account: lower-case letters and digits alone. */
const ACCOUNT_NAME = 24;

/**
 * A storage account with one container: under a key of its own, with versions, no account keys, nothing anonymous, and open
 * to the nodes' subnet alone, over Azure's own network.
 */
export class AzureBucket extends BaseComponent implements BucketHandle {
  readonly kind = "bucket";
  readonly name: Output<string>;
  readonly id: Output<string>;
  readonly account: Output<string>;
  readonly region: string;
  readonly keyId: Output<string>;

  constructor(
    private readonly logical: string,
    private readonly args: AzureBucketArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:azure:Bucket", logical, opts);
    const { place, keys, store } = args;
    const encryption = new AzureEncryption(`${logical}-key`, { place, vault: keys }, { parent: this });
    const account = this.makeAccount(encryption);
    this.age(account, this.keep(account));
    const container = new storage.BlobContainer(
      logical,
      { resourceGroupName: place.group, accountName: account.name, containerName: store, publicAccess: "None" },
      this.child({ protect: place.scope.protect }),
    );
    this.name = container.name;
    this.id = container.id;
    this.account = account.name;
    this.region = place.scope.region;
    this.keyId = encryption.key.id;
    this.registerOutputs({ kind: this.kind, name: this.name, id: this.id, region: this.region, keyId: this.keyId });
  }

  private makeAccount({ key, identityId, grants }: AzureEncryption): storage.StorageAccount {
    const { place, keys, store, subnets } = this.args;
    const { scope } = place;
    return new storage.StorageAccount(
      this.logical,
      {
        ...at(place),
        accountName: worldName(scope, store, ACCOUNT_NAME, false),
        kind: "StorageV2",
        // Three zones, where the stack has a second place for anything at all.
        sku: { name: scope.environment === "dev" ? "Standard_LRS" : "Standard_ZRS" },
        accessTier: "Hot",
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        allowCrossTenantReplication: false,
        defaultToOAuthAuthentication: true,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: "TLS1_2",
        publicNetworkAccess: "Enabled",
        networkRuleSet: {
          defaultAction: "Deny",
          bypass: "AzureServices",
          virtualNetworkRules: subnets.map((virtualNetworkResourceId) => ({ virtualNetworkResourceId })),
        },
        identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
        encryption: {
          keySource: "Microsoft.Keyvault",
          encryptionIdentity: { encryptionUserAssignedIdentity: identityId },
          // No version: the newest is taken by itself.
          keyVaultProperties: { keyName: key.keyName, keyVaultUri: keys.uri },
        },
        tags: named(scope.tags, this.logical),
      },
      // Its name is fixed, so a replacement has to wait until the old one is gone.
      this.child({ protect: scope.protect, dependsOn: grants, deleteBeforeReplace: true }),
    );
  }

  private keep(account: storage.StorageAccount): storage.BlobServiceProperties {
    const policy = { enabled: true, days: SOFT_DELETE_DAYS };
    return new storage.BlobServiceProperties(
      this.logical,
      {
        resourceGroupName: this.args.place.group,
        accountName: account.name,
        blobServicesName: "default",
        isVersioningEnabled: true,
        deleteRetentionPolicy: policy,
        containerDeleteRetentionPolicy: policy,
      },
      this.child(),
    );
  }

  private age(account: storage.StorageAccount, after: storage.BlobServiceProperties): void {
    const { place, oldVersionDays, coldAfterDays, expireAfterDays } = this.args;
    const baseBlob = {
      ...(coldAfterDays !== undefined && { tierToCool: { daysAfterModificationGreaterThan: coldAfterDays } }),
      ...(expireAfterDays !== undefined && { delete: { daysAfterModificationGreaterThan: expireAfterDays } }),
    };
    const filters = { blobTypes: ["blockBlob"] };
    const actions = {
      version: { delete: { daysAfterCreationGreaterThan: oldVersionDays } },
      ...(Object.keys(baseBlob).length > 0 && { baseBlob }),
    };
    new storage.ManagementPolicy(
      this.logical,
      {
        resourceGroupName: place.group,
        accountName: account.name,
        managementPolicyName: "default",
        policy: { rules: [{ name: "age", type: "Lifecycle", enabled: true, definition: { actions, filters } }] },
      },
      this.child({ dependsOn: [after] }),
    );
  }
}
