import type { ComponentResource, Input, ProviderResource, Resource, ResourceTransformation } from "@pulumi/pulumi";
import type { AddonIdentity, AddonSettings, CloudFacts } from "./addon";
import type { AlarmArgs, PlatformAlarmArgs, PlatformAlarmsHandle } from "./alarms";
import type { BackupBucketArgs, BackupVaultArgs } from "./backups";
import type { BudgetArgs } from "./budget";
import type { ClusterArgs, ClusterHandle } from "./cluster";
import type { EdgeArgs, EdgeHandle, ZoneArgs, ZoneHandle } from "./edge";
import type { EntryHandle } from "./entry";
import type { IdentityArgs, IdentityHandle } from "./identity";
import type { AdoptedNetwork, NetworkArgs, NetworkHandle } from "./network";
import type {
  BucketArgs,
  BucketHandle,
  MongodbArgs,
  MongodbHandle,
  PostgresArgs,
  PostgresHandle,
  RedisArgs,
  RedisHandle,
  SecretHandle,
  StorePlacement,
  StoreSpec,
} from "./stores";

/** What a target may have; `capabilityTexts` (docs/generate) says each in words. */
export const capabilityNames = [
  "network",
  "ownNetwork",
  "privateCluster",
  "nodeScaling",
  "spotNodes",
  "serverlessPods",
  "workloadIdentity",
  "postgres",
  "postgresReplicas",
  "postgresPool",
  "postgresSnapshots",
  "redis",
  "redisSnapshots",
  "redisUsers",
  "mongodb",
  "bucket",
  "backupJobs",
  "backupVault",
  "secretManager",
  "customerKeys",
  "publicEntry",
  "dns",
  "dnsRouting",
  "dnssec",
  "externalDns",
  "cdn",
  "cdnBuckets",
  "cdnErrorPages",
  "cdnReach",
  "cdnGrpc",
  "staticSites",
  "firewall",
  "reputationRules",
  "anonymousRules",
  "storeMetrics",
  "podLogs",
  "alarms",
  "budget",
  "standby",
  "registry",
  "accountGuard",
] as const;

export type CapabilityName = (typeof capabilityNames)[number];

/** What a target has for one capability: by which of its services, or what takes its place. */
export type Capability = { readonly by: string } | { readonly instead: string };

/** What a target can do. Asking for something that it can't is a config error that says what takes its place. */
export type Capabilities = Readonly<Record<CapabilityName, Capability>>;

/** Options of one cloud alone, kept out of every shared type. */
export interface CloudOptions {
  readonly network: object;
  readonly cluster: object;
}

/** The StorageClass that is the cluster's default, and that the platform's own disks are of. */
export interface DiskClass {
  readonly name: string;
  readonly provisioner: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Parent and ordering that a cloud passes on to what it makes. */
export interface CloudOpts {
  readonly parent?: ComponentResource;
  /** What must exist before, and must be destroyed after. */
  readonly dependsOn?: Resource[];
}

/**
 * What every cloud gives. Each method makes one component, which is itself the handle; a handle read back through a
 * stack reference has the same fields and is a plain object (`ready()` in shared/ordering.ts tells them apart).
 */
export interface Cloud<Options extends CloudOptions> {
  /** Its name in the registry. */
  readonly name: string;
  /** Pinned machine image of nodes that an add-on brings, as that add-on knows it; empty where none does. */
  readonly nodeImage: string;
  /** The cloud's provider, bound to the region and the expected account. */
  readonly provider: ProviderResource;
  /** What is done to every resource of the stack's layers before it is registered. @default nothing */
  readonly transformations?: ResourceTransformation[];
  /**
   * Stops before the first create when the credentials belong to another account than `scope.account`.
   * @throws RunError naming both accounts.
   */
  guard(): Promise<void>;
  network(args: NetworkArgs & Options["network"], opts?: CloudOpts): NetworkHandle;
  adoptNetwork(adopted: AdoptedNetwork): NetworkHandle;
  cluster(args: ClusterArgs & Options["cluster"], opts?: CloudOpts): ClusterHandle;
  postgres(name: string, args: PostgresArgs, placement: StorePlacement, opts?: CloudOpts): PostgresHandle;
  redis(name: string, args: RedisArgs, placement: StorePlacement, opts?: CloudOpts): RedisHandle;
  /** A cloud without it refuses stores of that kind in its config. */
  mongodb?(name: string, args: MongodbArgs, placement: StorePlacement, opts?: CloudOpts): MongodbHandle;
  bucket(name: string, args: BucketArgs, opts?: CloudOpts): BucketHandle;
  /**
   * Runs what of these stores is in the cluster itself, once the add-ons that run them are there. The handles are those that
   * `postgres` and its like gave before: their names are known. Absent where every store is a service of the cloud.
   */
  storesInCluster?(stores: readonly StoreSpec[], opts: CloudOpts & { readonly provider: ProviderResource }): void;
  /** The bucket that backups go to; a cloud without it has no `backups` in its config. */
  backups?(args: BackupBucketArgs, opts?: CloudOpts): BucketHandle;
  /** How rclone speaks to that bucket: keys of its remote's config, none of them secret; it logs in as the bucket's handle says. */
  backupTarget?(bucket: BucketHandle): Readonly<Record<string, Input<string>>>;
  /** Backups of the stack's things by the cloud's own service; a cloud without it has no `backups.vault` in its config. */
  backupVault?(args: BackupVaultArgs, opts?: CloudOpts): void;
  /** A place for a secret. Without a `value` it says that it is not set, and what is put there later is left alone. */
  secret(name: string, value?: Input<string>, opts?: CloudOpts): SecretHandle;
  /**
   * Where the cloud's own log service keeps the logs of pods; absent where it has none, and config refuses it.
   * @param retentionDays days that lines are kept
   */
  podLogs?(retentionDays: number, opts?: CloudOpts): ComponentResource;
  /** Alarms of the cloud itself on what the foundation made; absent where the cloud has none, and config refuses them. */
  alarms?(args: AlarmArgs, opts?: CloudOpts): ComponentResource;
  /** The same on what the platform made, and where the cluster's dead man's switch reports. */
  platformAlarms?(args: PlatformAlarmArgs, opts?: CloudOpts): PlatformAlarmsHandle;
  /** Watches what the stack costs, and tells people; a cloud without it has no budget in its config. */
  budget?(args: BudgetArgs, opts?: CloudOpts): void;
  /** The identity of one service account; none where it is granted nothing. */
  identity(name: string, args: IdentityArgs, opts?: CloudOpts): IdentityHandle | undefined;
  /** @param behindCdn it takes requests from the cloud's CDN alone. @default from anybody */
  entry(
    network: NetworkHandle,
    cluster: ClusterHandle,
    opts?: CloudOpts & { readonly behindCdn?: boolean },
  ): EntryHandle;
  /** A public DNS zone; a cloud without it has no `edge.dns` in its config. */
  zone?(args: ZoneArgs, opts?: CloudOpts): ZoneHandle;
  /** Records, CDN and firewall before the entry; a cloud without it has neither `edge` nor static sites in its config. */
  edge?(args: EdgeArgs, opts?: CloudOpts): EdgeHandle;
  /** How cert-manager proves in a zone that its names are ours, as `dns01` of an issuer says it. */
  dnsChallenge?(zone: ZoneHandle): Readonly<Record<string, unknown>>;
  /** What makes the disks that pods ask for; none where the cluster has a class already, which `facts` then names. */
  storageClass(options: Options["cluster"]): DiskClass | undefined;
  /** Names and ids that add-ons' values and policies are written with. */
  facts(cluster: ClusterHandle, network: NetworkHandle): CloudFacts;
  /** The identity of an add-on's controller; none where the add-on asks for none on this cloud. */
  addonIdentity(
    addon: string,
    namespace: string,
    identity: AddonIdentity,
    cluster: ClusterHandle,
    facts: CloudFacts,
    settings: AddonSettings,
    opts?: CloudOpts,
  ): IdentityHandle | undefined;
}
