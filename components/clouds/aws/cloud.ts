import * as aws from "@pulumi/aws";
import { type Input, output } from "@pulumi/pulumi";
import type { AddonIdentity, AddonSettings, CloudFacts } from "../../contracts/addon";
import type { AlarmArgs, PlatformAlarmArgs } from "../../contracts/alarms";
import type { BackupBucketArgs, BackupVaultArgs } from "../../contracts/backups";
import type { BudgetArgs } from "../../contracts/budget";
import type { Cloud, CloudOpts } from "../../contracts/cloud";
import type { ClusterArgs, ClusterHandle } from "../../contracts/cluster";
import type { Scope } from "../../contracts/common";
import type { EdgeArgs, EdgeHandle, ZoneArgs, ZoneHandle } from "../../contracts/edge";
import type { EntryHandle } from "../../contracts/entry";
import type { IdentityArgs, IdentityHandle } from "../../contracts/identity";
import type { AdoptedNetwork, NetworkArgs, NetworkHandle } from "../../contracts/network";
import type {
  BucketArgs,
  BucketHandle,
  MongodbArgs,
  MongodbHandle,
  PostgresArgs,
  RedisArgs,
  StorePlacement,
} from "../../contracts/stores";
import type { ComponentOpts } from "../../shared/base-component";
import { hostPart } from "../../shared/naming";
import { addonStatements } from "./addon-rights";
import { AwsAlarms } from "./alarms";
import { AwsAurora } from "./aurora";
import { AwsBackupBucket } from "./backup-bucket";
import { AwsBackupPlan } from "./backup-plan";
import { AwsBucket } from "./bucket";
import { copyProvider } from "./bucket-copy";
import { AwsBudget } from "./budget";
import { AwsCluster } from "./cluster";
import { AwsZone } from "./dns";
import { AwsDocumentDb } from "./documentdb";
import { AwsEdge } from "./edge";
import { AwsEntry } from "./entry";
import { guardAccount } from "./guard";
import { AwsIdentity, type IdentityMode } from "./identity";
import type { AwsKey } from "./key";
import { AwsNetwork } from "./network";
import type { AwsOptions } from "./options";
import { AwsPlatformAlarms } from "./platform-alarms";
import { AwsPodLogs } from "./pod-logs";
import { AwsPostgres } from "./postgres";
import { AwsRedis } from "./redis";
import { AwsSecret, NOT_SET, secretPrefix, secretsKey } from "./secret";
import { nodeImage } from "./versions";

/** The class of disks, by the kind of volume that it makes. */
const DISK_CLASS = "gp3";

/** AWS: everything is made through one provider, bound to the stack's region and to its account alone. */
export class AwsCloud implements Cloud<AwsOptions> {
  readonly name = "aws";
  readonly nodeImage = nodeImage;
  readonly provider: aws.Provider;
  private key?: AwsKey;
  private copyKey?: AwsKey;

  constructor(private readonly scope: Scope) {
    this.provider = new aws.Provider(`${scope.name}-aws`, {
      region: scope.region as aws.Region,
      allowedAccountIds: [scope.account],
    });
  }

  guard(): Promise<void> {
    return guardAccount(this.scope, this.provider);
  }

  network(args: NetworkArgs & AwsOptions["network"], opts?: CloudOpts): AwsNetwork {
    return new AwsNetwork(`${this.scope.name}-network`, { ...args, scope: this.scope }, this.with(opts));
  }

  adoptNetwork(adopted: AdoptedNetwork): NetworkHandle {
    const { publicSubnetIds, privateSubnetIds, dataSubnetIds, dataCidrs } = adopted;
    return {
      id: adopted.id,
      cidr: adopted.cidr,
      publicSubnetIds: [...publicSubnetIds],
      privateSubnetIds: [...privateSubnetIds],
      dataSubnetIds: [...dataSubnetIds],
      dataCidrs: [...dataCidrs],
    };
  }

  cluster(args: ClusterArgs & AwsOptions["cluster"], opts?: CloudOpts): AwsCluster {
    return new AwsCluster(`${this.scope.name}-cluster`, { ...args, scope: this.scope }, this.with(opts));
  }

  postgres(name: string, given: PostgresArgs, placement: StorePlacement, opts?: CloudOpts): AwsPostgres | AwsAurora {
    const [full, args] = [this.full(`store-${name}`), { ...given, scope: this.scope, placement }];
    const { aurora } = given;
    if (aurora) return new AwsAurora(full, { ...args, aurora }, this.with(opts));
    return new AwsPostgres(full, args, this.with(opts));
  }

  redis(name: string, args: RedisArgs, placement: StorePlacement, opts?: CloudOpts): AwsRedis {
    return new AwsRedis(this.full(`store-${name}`), { ...args, scope: this.scope, placement }, this.with(opts));
  }

  mongodb(name: string, given: MongodbArgs, placement: StorePlacement, opts?: CloudOpts): MongodbHandle {
    const [full, args] = [this.full(`store-${name}`), { ...given, scope: this.scope, placement }];
    const { atlas } = given;
    if (!atlas) return new AwsDocumentDb(full, args, this.with(opts));
    // It has an SDK of its own, which other stacks do not wait for.
    const { AwsAtlas } = require("./atlas") as typeof import("./atlas");
    return new AwsAtlas(full, { ...args, atlas, store: name }, this.with(opts));
  }

  bucket(name: string, args: BucketArgs, opts?: CloudOpts): AwsBucket {
    return new AwsBucket(this.full(`store-${name}`), { ...args, scope: this.scope }, this.with(opts));
  }

  backups(args: BackupBucketArgs, opts?: CloudOpts): AwsBackupBucket {
    return new AwsBackupBucket(this.full("backups"), { ...args, scope: this.scope }, this.with(opts));
  }

  backupVault(args: BackupVaultArgs, opts?: CloudOpts): void {
    new AwsBackupPlan(this.full("vault"), { ...args, scope: this.scope }, this.with(opts));
  }

  backupTarget({ region, keyId }: BucketHandle): Readonly<Record<string, Input<string>>> {
    return {
      type: "s3",
      provider: "AWS",
      env_auth: "true",
      region,
      server_side_encryption: "aws:kms",
      sse_kms_key_id: keyId,
      no_check_bucket: "true",
    };
  }

  secret(name: string, value?: Input<string>, opts?: CloudOpts): AwsSecret {
    const { secretsTo } = this.scope;
    this.key ??= secretsKey(this.scope, this.with(opts));
    if (secretsTo !== undefined) this.copyKey ??= this.keyThere(secretsTo, opts);
    const args = {
      ...(secretsTo !== undefined && { copy: { region: secretsTo, keyId: this.copyKey!.arn } }),
      scope: this.scope,
      secretName: name,
      keyId: this.key.arn,
      value,
      first: NOT_SET,
      description: `Secret ${name} of ${this.scope.name}`,
    };
    return new AwsSecret(`${this.scope.name}-secret-${name}`, args, this.with(opts));
  }

  /** Encrypts the copies of secrets in the region of the stack that stands by. */
  private keyThere(region: string, { parent }: CloudOpts = {}): AwsKey {
    const scope = { ...this.scope, region };
    const provider = copyProvider(`${scope.name}-secrets`, scope, parent);
    return secretsKey(scope, { parent, provider }, "-copy");
  }

  alarms({ network, cluster, ...args }: AlarmArgs, opts?: CloudOpts): AwsAlarms {
    const natIds = network instanceof AwsNetwork ? network.natIds : [];
    return new AwsAlarms(
      this.full("alarms"),
      { ...args, scope: this.scope, clusterName: cluster.name, natIds },
      this.with(opts),
    );
  }

  platformAlarms({ entry }: PlatformAlarmArgs, opts?: CloudOpts): AwsPlatformAlarms {
    const metrics = entry instanceof AwsEntry ? entry.metrics : undefined;
    return new AwsPlatformAlarms(
      this.full("platform-alarms"),
      { scope: this.scope, ...(metrics && { entry: metrics }) },
      this.with(opts),
    );
  }

  podLogs(retentionDays: number, opts?: CloudOpts): AwsPodLogs {
    return new AwsPodLogs(this.full("pod-logs"), { scope: this.scope, retentionDays }, this.with(opts));
  }

  budget(args: BudgetArgs, opts?: CloudOpts): void {
    new AwsBudget(`${this.scope.name}-budget`, { ...args, scope: this.scope }, this.with(opts));
  }

  identity(name: string, args: IdentityArgs, opts?: CloudOpts): AwsIdentity | undefined {
    if (args.grants.length === 0) return undefined;
    return new AwsIdentity(
      this.full(`workload-${name}`),
      { ...args, scope: this.scope, mode: this.modeOf(args.cluster) },
      this.with(opts),
    );
  }

  entry(
    network: NetworkHandle,
    cluster: ClusterHandle,
    { behindCdn = false, ...opts }: CloudOpts & { readonly behindCdn?: boolean } = {},
  ): EntryHandle {
    const args = { scope: this.scope, network, cluster, behindCdn };
    return new AwsEntry(`${this.scope.name}-entry`, args, this.with(opts));
  }

  zone(args: ZoneArgs, opts?: CloudOpts): ZoneHandle {
    if (args.adopt !== undefined) return { name: args.name, id: args.adopt };
    return new AwsZone(this.full(`zone-${hostPart(args.name)}`), { ...args, scope: this.scope }, this.with(opts));
  }

  edge(args: EdgeArgs, opts?: CloudOpts): EdgeHandle {
    return new AwsEdge(this.full("edge"), { ...args, scope: this.scope }, this.with(opts));
  }

  dnsChallenge({ id }: ZoneHandle): Readonly<Record<string, unknown>> {
    return { route53: { region: this.scope.region, hostedZoneID: id } };
  }

  storageClass({ compute }: AwsOptions["cluster"]) {
    return {
      name: DISK_CLASS,
      provisioner: compute === "auto" ? "ebs.csi.eks.amazonaws.com" : "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true" },
    };
  }

  facts(cluster: ClusterHandle, network: NetworkHandle): CloudFacts {
    const { region, account } = this.scope;
    return {
      cloud: "aws",
      region,
      account,
      stackName: this.scope.name,
      tags: this.scope.tags,
      clusterName: cluster.name,
      clusterEndpoint: cluster.endpoint,
      networkId: network.id,
      nodeSubnets: output(network.privateSubnetIds).apply((ids) => ids.map((id) => ({ id }))),
      accessGroup: cluster.accessGroup,
      nodeRole: cluster.nodeRole,
      secretPrefix: secretPrefix(this.scope),
      ...(this.scope.secretsOf !== undefined && {
        copiedSecretPrefix: secretPrefix({ app: this.scope.app, stack: this.scope.secretsOf }),
      }),
      secretStore: { aws: { service: "SecretsManager", region } },
      controllerEnv: [{ name: "AWS_REGION", value: region }],
      diskClass: DISK_CLASS,
      objectStore: { kind: "s3", endpoint: `s3.${region}.amazonaws.com` },
    };
  }

  addonIdentity(
    addon: string,
    namespace: string,
    identity: AddonIdentity,
    cluster: ClusterHandle,
    facts: CloudFacts,
    settings: AddonSettings,
    opts?: CloudOpts,
  ): IdentityHandle | undefined {
    const statements = addonStatements(identity, facts, settings);
    if (statements.length === 0) return undefined;
    // Add-ons run on the system's nodes, which have the agent whatever workloads run on.
    return new AwsIdentity(
      this.full(`addon-${addon}`),
      {
        scope: this.scope,
        cluster,
        namespace,
        serviceAccount: identity.serviceAccount,
        statements,
        mode: "podIdentity",
      },
      this.with(opts),
    );
  }

  private modeOf(cluster: ClusterHandle): IdentityMode {
    return cluster.compute === "fargate" ? "irsa" : "podIdentity";
  }

  private full(name: string): string {
    return `${this.scope.name}-${name}`;
  }

  private with(opts: CloudOpts = {}): ComponentOpts {
    return { ...opts, provider: this.provider };
  }
}
