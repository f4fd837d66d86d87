import * as redis from "@pulumi/azure-native/redisenterprise";
import { jsonStringify, type Output, type ProviderResource, secret } from "@pulumi/pulumi";
import type { RedisArgs, RedisHandle, StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { AzureEncryption } from "./key";
import { worldName } from "./names";
import { type AzurePlace, at } from "./place";
import { AzurePrivateEndpoint, type AzurePrivateZone } from "./private-link";
import { AzureSecret } from "./secret";
import type { AzureVault } from "./vault";

export interface AzureRedisArgs extends RedisArgs {
  readonly place: AzurePlace;
  /** What the store is called, without the stack's name. */
  readonly store: string;
  readonly placement: StorePlacement;
  readonly zone: AzurePrivateZone;
  readonly keys: AzureVault;
  readonly secrets: AzureVault;
  /** For asking for its access key. */
  readonly provider: ProviderResource;
}

/** Managed Redis listens here. */
const PORT = 10000;

/** Longest name of a cluster of Managed Redis. */
const CLUSTER_NAME = 60;

/** GB up to which Managed Redis keeps all keys in one shard, where every command works on any keys. */
const ONE_SHARD_GB = 24;

/** `Balanced_B10` → 12: GB by the number in a SKU's name. Source: "Azure Managed Redis pricing". */
export const gbOf = (sku: string): number => {
  const number = Number(/\d+$/.exec(sku)?.[0] ?? 0);
  const small: Readonly<Record<number, number>> = { 0: 0.5, 1: 1, 3: 3, 5: 6 };
  return small[number] ?? number * 1.2;
};

/** Azure Managed Redis: TLS only, with a password, under a key of its own, behind a private endpoint. */
export class AzureRedis extends BaseComponent implements RedisHandle {
  readonly kind = "redis";
  readonly host: Output<string>;
  readonly readerHost: Output<string>;
  readonly port = PORT;
  readonly secretId: Output<string>;
  readonly cidrs: RedisHandle["cidrs"];

  constructor(
    private readonly name: string,
    private readonly args: AzureRedisArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:azure:Redis", name, opts);
    const { place, placement, zone } = args;
    const cluster = this.makeCluster();
    const database = this.makeDatabase(cluster);
    new AzurePrivateEndpoint(
      `${name}-endpoint`,
      { place, zone, network: placement.network, service: "redis", target: cluster.id },
      { parent: this },
    );

    this.host = cluster.hostName;
    // Its replicas stand by, and are not read from.
    this.readerHost = cluster.hostName;
    this.cidrs = placement.network.dataCidrs;
    this.secretId = this.keep(cluster, database);
    this.registerOutputs({
      kind: this.kind,
      host: this.host,
      readerHost: this.readerHost,
      port: this.port,
      secretId: this.secretId,
      cidrs: this.cidrs,
    });
  }

  private makeCluster(): redis.RedisEnterprise {
    const { place, store, keys, nodeType, replicas } = this.args;
    const { key, identityId, grants } = new AzureEncryption(
      `${this.name}-key`,
      { place, vault: keys },
      { parent: this },
    );
    return new redis.RedisEnterprise(
      this.name,
      {
        ...at(place),
        clusterName: worldName(place.scope, store, CLUSTER_NAME),
        sku: { name: nodeType },
        highAvailability: replicas > 0 ? "Enabled" : "Disabled",
        minimumTlsVersion: "1.2",
        publicNetworkAccess: "Disabled",
        identity: { type: "UserAssigned", userAssignedIdentities: [identityId] },
        encryption: {
          customerManagedKeyEncryption: {
            keyEncryptionKeyUrl: key.versionUri,
            keyEncryptionKeyIdentity: {
              identityType: "userAssignedIdentity",
              userAssignedIdentityResourceId: identityId,
            },
          },
        },
        tags: named(place.scope.tags, this.name),
      },
      this.child({
        protect: place.scope.protect,
        dependsOn: grants,
        // Its name is fixed, so a replacement has to wait until the old one is gone.
        deleteBeforeReplace: true,
        customTimeouts: { create: "60m", update: "60m", delete: "60m" },
      }),
    );
  }

  private makeDatabase(cluster: redis.RedisEnterprise): redis.Database {
    const { place, nodeType } = this.args;
    return new redis.Database(
      `${this.name}-database`,
      {
        resourceGroupName: place.group,
        clusterName: cluster.name,
        databaseName: "default",
        port: PORT,
        clientProtocol: "Encrypted",
        accessKeysAuthentication: "Enabled",
        // Ordinary clients see one server; from some size on its shards are hidden behind one address.
        clusteringPolicy: gbOf(nodeType) <= ONE_SHARD_GB ? "NoCluster" : "EnterpriseCluster",
        // What has a lifetime (cached values) may go when memory is full; what has none (queued jobs) never does.
        evictionPolicy: "VolatileLRU",
        persistence: { rdbEnabled: true, rdbFrequency: "12h" },
      },
      this.child({ protect: place.scope.protect }),
    );
  }

  private keep(cluster: redis.RedisEnterprise, database: redis.Database): Output<string> {
    const { place, secrets, store, provider } = this.args;
    const keys = redis.listDatabaseKeysOutput(
      { resourceGroupName: place.group, clusterName: cluster.name, databaseName: database.name },
      { provider, parent: this },
    );
    const token = secret(keys.apply(({ primaryKey }) => primaryKey));
    return new AzureSecret(
      `${this.name}-auth`,
      { place, vault: secrets, secretName: `store-${store}-auth`, value: jsonStringify({ token }) },
      { parent: this },
    ).id;
  }
}
