import type * as k8s from "@pulumi/kubernetes";
import type { Input, ProviderResource } from "@pulumi/pulumi";
import type { CloudFacts } from "../contracts/addon";
import type { BackupBucketArgs } from "../contracts/backups";
import type { Cloud, CloudOpts } from "../contracts/cloud";
import type { ClusterArgs, ClusterHandle } from "../contracts/cluster";
import type { Scope } from "../contracts/common";
import type { EntryHandle } from "../contracts/entry";
import type { AdoptedNetwork, NetworkHandle } from "../contracts/network";
import type {
  BucketAddress,
  BucketArgs,
  BucketHandle,
  MongodbArgs,
  MongodbHandle,
  PostgresArgs,
  PostgresHandle,
  RedisArgs,
  RedisHandle,
  SecretHandle,
  StoreAddress,
  StorePlacement,
  StoreSpec,
} from "../contracts/stores";
import type { ComponentOpts } from "../shared/base-component";
import { ClusterMongodb, RunMongodb } from "./mongodb";
import type { InClusterOptions } from "./options";
import { SECRET_VALUE, storesNamespace } from "./places";
import { ClusterPostgres, RunPostgres } from "./postgres";
import { ClusterRedis, RunRedis } from "./redis";
import { NamespaceSecret, READER, StoresNamespace } from "./secrets";

/**
 * A target that brings nothing but a cluster: stores run in it or are given by address, and a namespace of it stands in for a
 * secret manager. Who extends it says how to get to the cluster.
 */
export abstract class InClusterCloud<Options extends InClusterOptions> implements Cloud<Options> {
  abstract readonly name: string;
  readonly nodeImage = "";
  /** Replicas of the platform's controllers. */
  protected abstract readonly replicas: number | undefined;
  /** The way into the cluster; there once {@link cluster} was called. */
  abstract readonly provider: k8s.Provider;
  private place?: StoresNamespace;

  constructor(
    protected readonly scope: Scope,
    protected readonly told: Options["cluster"],
  ) {}

  abstract guard(): Promise<void>;
  abstract cluster(args: ClusterArgs & Options["cluster"], opts?: CloudOpts): ClusterHandle;

  network(): NetworkHandle {
    return this.networkOf(this.told.podsCidr);
  }

  adoptNetwork({ cidr }: AdoptedNetwork): NetworkHandle {
    return this.networkOf(cidr);
  }

  postgres(name: string, args: PostgresArgs, _placement: StorePlacement, opts?: CloudOpts): PostgresHandle {
    if (args.at) return { kind: "postgres", database: args.database, ...addressed(args.at) };
    return new ClusterPostgres(this.full(`store-${name}`), { ...args, ...this.storeArgs(name, opts) }, this.with(opts));
  }

  redis(name: string, args: RedisArgs, { logins = [] }: StorePlacement, opts?: CloudOpts): RedisHandle {
    if (args.at) return { kind: "redis", ...addressed(args.at) };
    const own = { ...args, ...this.storeArgs(name, opts), logins };
    return new ClusterRedis(this.full(`store-${name}`), own, this.with(opts));
  }

  mongodb(name: string, args: MongodbArgs, _placement: StorePlacement, opts?: CloudOpts): MongodbHandle {
    if (args.at) {
      const { readerHost: _, ...at } = addressed(args.at);
      return { kind: "mongodb", database: args.database, options: "", ...at };
    }
    return new ClusterMongodb(this.full(`store-${name}`), { ...args, ...this.storeArgs(name, opts) }, this.with(opts));
  }

  /** @throws Error for one without an address: config has refused it. */
  bucket(name: string, { at }: BucketArgs): BucketHandle {
    if (!at) throw new Error(`bucket ${name}: ${this.name} makes none, and it has no address`);
    return bucketAt(at);
  }

  backups(_args: BackupBucketArgs): BucketHandle {
    const { backupsTo } = this.told;
    if (!backupsTo) throw new Error("backups need cluster.backupsTo: config should refuse them without it");
    return bucketAt(backupsTo);
  }

  backupTarget({ region }: BucketHandle): Readonly<Record<string, Input<string>>> {
    const { endpoint = "" } = this.told.backupsTo ?? {};
    // The bucket is there, and a key that may write into it need not be able to look for it.
    return { type: "s3", provider: "Other", endpoint, region, no_check_bucket: "true" };
  }

  storesInCluster(stores: readonly StoreSpec[], opts: CloudOpts & { readonly provider: ProviderResource }): void {
    const { scope } = this;
    const { storageClass, backupsTo } = this.told;
    for (const spec of stores) {
      if (spec.args.at) continue;
      const name = this.full(`store-${spec.name}`);
      const common = { scope, store: spec.name, storageClass };
      if (spec.kind === "postgres") new RunPostgres(name, { ...common, args: spec.args, backupsTo }, opts);
      if (spec.kind === "mongodb") new RunMongodb(name, { ...common, args: spec.args, backupsTo }, opts);
      if (spec.kind === "redis") new RunRedis(name, { ...common, args: spec.args }, opts);
    }
  }

  secret(name: string, value?: Input<string>, opts?: CloudOpts): SecretHandle {
    const { scope } = this;
    return new NamespaceSecret(
      this.full(`secret-${name}`),
      { scope, namespace: this.namespace(opts).namespace, secretName: name, value },
      this.with(opts),
    );
  }

  /** Pods have no identity outside of the cluster: what they use they reach by keys. */
  identity(): undefined {}
  addonIdentity(): undefined {}

  entry(): EntryHandle {
    const { address, takesAddress, annotations } = this.told.entry;
    return { address, targets: [], service: { annotations, ...(takesAddress && { address }) } };
  }

  storageClass(): undefined {}

  facts(cluster: ClusterHandle, network: NetworkHandle): CloudFacts {
    const { region, account, name, tags, app } = this.scope;
    const namespace = storesNamespace(app);
    return {
      ...{ cloud: this.name, region, account, stackName: name, tags },
      ...{ clusterName: cluster.name, clusterEndpoint: cluster.endpoint, networkId: network.id },
      ...{ nodeSubnets: [], accessGroup: "", nodeRole: "", controllerEnv: [] },
      secretPrefix: "",
      secretProperty: SECRET_VALUE,
      secretStore: {
        kubernetes: {
          remoteNamespace: namespace,
          server: { caProvider: { type: "ConfigMap", name: "kube-root-ca.crt", key: "ca.crt", namespace } },
          auth: { serviceAccount: { name: READER, namespace } },
        },
      },
      diskClass: this.told.storageClass,
      objectStore: { kind: "s3", endpoint: this.told.backupsTo?.endpoint ?? "" },
      ...(this.replicas !== undefined && { replicas: this.replicas }),
    };
  }

  protected full(name: string): string {
    return `${this.scope.name}-${name}`;
  }

  protected with(opts: CloudOpts = {}): ComponentOpts {
    return { ...opts, provider: this.provider };
  }

  private storeArgs(store: string, opts?: CloudOpts) {
    const { scope, told } = this;
    return { scope, store, namespace: this.namespace(opts).namespace, podsCidr: told.podsCidr };
  }

  /** The namespace of stores and secrets, made with the first of them. */
  private namespace(opts?: CloudOpts): StoresNamespace {
    this.place ??= new StoresNamespace(this.full("stores"), this.scope, this.with(opts));
    return this.place;
  }

  private networkOf(cidr: string): NetworkHandle {
    const none = { publicSubnetIds: [], privateSubnetIds: [], dataSubnetIds: [], dataCidrs: [] };
    return { id: this.scope.region, cidr, ...none };
  }
}

const addressed = ({ host, readerHost = host, port, cidrs, secret }: StoreAddress) => ({
  ...{ host, readerHost, port, secretId: secret },
  cidrs: [...cidrs],
});

const bucketAt = ({ endpoint, region, bucket, secret }: BucketAddress): BucketHandle => ({
  ...{ kind: "bucket", name: bucket, id: `${endpoint}/${bucket}`, region, keyId: "the server's own" },
  keys: { endpoint, secretId: secret },
});
