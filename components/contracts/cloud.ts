import type { ComponentResource, Input, ProviderResource, Resource } from "@pulumi/pulumi";
import type { AddonIdentity, AddonSettings, CloudFacts } from "./addon";
import type { ClusterArgs, ClusterHandle } from "./cluster";
import type { CloudName } from "./common";
import type { EntryHandle } from "./entry";
import type { IdentityArgs, IdentityHandle } from "./identity";
import type { AdoptedNetwork, NetworkArgs, NetworkHandle } from "./network";
import type {
  BucketArgs,
  BucketHandle,
  PostgresArgs,
  PostgresHandle,
  RedisArgs,
  RedisHandle,
  SecretHandle,
  StorePlacement,
} from "./stores";

/** What a cloud can do. Asking for something it can't is a config error that names the clouds that can. */
export interface Capabilities {
  /** Ways to run workloads' pods. */
  readonly compute: readonly string[];
  readonly maxZones: number;
  readonly stores: readonly ("postgres" | "redis" | "bucket")[];
  readonly readReplicas: boolean;
}

/** Options of one cloud alone, kept out of every shared type. */
export interface CloudOptions {
  readonly network: object;
  readonly cluster: object;
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
  readonly name: CloudName;
  /** Pinned machine image of nodes that an add-on brings, as that add-on knows it. */
  readonly nodeImage: string;
  /** The cloud's provider, bound to the region and the expected account. */
  readonly provider: ProviderResource;
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
  bucket(name: string, args: BucketArgs, opts?: CloudOpts): BucketHandle;
  /** A place for a secret. Without a `value` it says that it is not set, and what is put there later is left alone. */
  secret(name: string, value?: Input<string>, opts?: CloudOpts): SecretHandle;
  /** The identity of one service account; none where it is granted nothing. */
  identity(name: string, args: IdentityArgs, opts?: CloudOpts): IdentityHandle | undefined;
  entry(network: NetworkHandle, cluster: ClusterHandle, opts?: CloudOpts): EntryHandle;
  /** What makes the disks that pods ask for: the class that the platform calls `gp3`. */
  storageClass(options: Options["cluster"]): {
    readonly provisioner: string;
    readonly parameters: Record<string, string>;
  };
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
