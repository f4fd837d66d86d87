import * as k8s from "@pulumi/kubernetes";
import { type Input, RunError } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../contracts/common";
import type { BucketAddress, PoolHandle, PostgresArgs, PostgresHandle } from "../contracts/stores";
import { clusterPostgresImages, imageName } from "../helm/images";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";
import {
  archivePath,
  authorityOf,
  clusterName,
  loginOf,
  originForm,
  podsOf,
  poolHost,
  poolPods,
  postgresHost,
  storePorts,
  storesNamespace,
} from "./places";
import { RunPostgresPool } from "./postgres-pool";
import { postgresConnections, postgresSize } from "./sizes";

export interface ClusterPostgresArgs extends PostgresArgs {
  readonly scope: Scope;
  readonly store: string;
  readonly namespace: Input<string>;
  readonly podsCidr: string;
}

const USERNAME = "slipway";

/** Instances: the primary, a standby where one is asked for, and those that are read from; each may take over. */
const instancesOf = ({ multiZone, replicas }: PostgresArgs): number => 1 + (multiZone ? 1 : 0) + replicas;

/** A PostgreSQL in the cluster, as the foundation knows it: its login, and the names that it will have. */
export class ClusterPostgres extends BaseComponent implements PostgresHandle {
  readonly kind = "postgres";
  readonly host: string;
  readonly readerHost: string;
  readonly port = storePorts.postgres;
  readonly database: string;
  readonly secretId: Input<string>;
  readonly cidrs: PostgresHandle["cidrs"];
  readonly pods: PostgresHandle["pods"];
  readonly sslMode = "verify-full";
  readonly caSecret: string;
  readonly pool?: PoolHandle;

  constructor(name: string, args: ClusterPostgresArgs, opts?: ComponentOpts) {
    super("slipway:incluster:Postgres", name, opts);
    const { scope, store, namespace } = args;
    // Letters and digits only: it ends up in URLs.
    const password = new random.RandomPassword(`${name}-password`, { length: 40, special: false }, { parent: this });
    const login = new k8s.core.v1.Secret(
      `${name}-login`,
      {
        metadata: {
          name: loginOf(store),
          namespace,
          // CloudNativePG changes the password when this changes.
          labels: { "app.kubernetes.io/part-of": scope.app, "cnpg.io/reload": "true", ...managedLabel },
        },
        type: "kubernetes.io/basic-auth",
        stringData: { username: USERNAME, password: password.result },
      },
      this.child({ additionalSecretOutputs: ["stringData", "data"], protect: scope.protect }),
    );
    this.host = postgresHost(scope.app, store, false);
    this.readerHost = postgresHost(scope.app, store, instancesOf(args) > 1);
    this.database = args.database;
    this.secretId = login.metadata.name;
    this.cidrs = [args.podsCidr];
    this.pods = podsOf(scope.app, { kind: "postgres", name: store });
    this.caSecret = authorityOf(store);
    if (args.pool) {
      const place = { host: poolHost(scope.app, store), pods: poolPods(scope.app, store) };
      this.pool = { ...place, port: this.port, readsPast: args.replicas > 0 };
    }
    this.registerOutputs({ kind: this.kind, host: this.host, database: this.database, secretId: this.secretId });
  }
}

export interface RunPostgresArgs {
  readonly scope: Scope;
  readonly store: string;
  readonly args: PostgresArgs;
  readonly storageClass: string;
  /** Where base backups and write-ahead logs go. @default nowhere: no recovery to a point in time */
  readonly backupsTo?: BucketAddress;
}

const API = "postgresql.cnpg.io/v1";
const PLUGIN = "barman-cloud.cloudnative-pg.io";

/** The same PostgreSQL as the platform runs it, by CloudNativePG: TLS only, spread over nodes, restorable to any moment. */
export class RunPostgres extends BaseComponent {
  constructor(
    private readonly name: string,
    private readonly run: RunPostgresArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:incluster:RunPostgres", `${name}-run`, opts);
    const { backupsTo } = run;
    const archive = backupsTo && this.archive(backupsTo);
    const [, stack] = originForm.exec(run.args.restoreFrom ?? "") ?? [];
    const origin =
      backupsTo && stack !== undefined
        ? this.objects("origin", { ...this.metadata, name: this.originName }, stack, backupsTo)
        : undefined;
    const before = [archive, origin].flatMap((each) => each ?? []);
    const cluster = this.cluster(archive !== undefined, before);
    if (archive) this.schedule(cluster);
    this.monitor(cluster);
    const { scope, store, args } = run;
    if (args.pool) {
      const connections = postgresConnections(postgresSize(args.instanceClass));
      new RunPostgresPool(`${name}-pool`, { ...args.pool, scope, store, connections, cluster }, { parent: this });
    }
    this.registerOutputs();
  }

  private get metadata() {
    const { scope, store } = this.run;
    return {
      name: clusterName(store),
      namespace: storesNamespace(scope.app),
      labels: { "app.kubernetes.io/name": store, "app.kubernetes.io/part-of": scope.app, ...managedLabel },
    };
  }

  private cluster(archived: boolean, dependsOn: readonly k8s.apiextensions.CustomResource[]) {
    const { scope, store, args, storageClass } = this.run;
    const { cpu, memory } = postgresSize(args.instanceClass);
    const instances = instancesOf(args);
    return new k8s.apiextensions.CustomResource(
      this.name,
      {
        apiVersion: API,
        kind: "Cluster",
        metadata: this.metadata,
        spec: {
          instances,
          imageName: imageName(clusterPostgresImages[args.version]!),
          ...this.bootstrap(),
          storage: { size: `${args.storageGb}Gi`, storageClass, resizeInUseVolumes: true },
          resources: {
            requests: { cpu: `${cpu}m`, memory: `${memory}Mi` },
            limits: { memory: `${memory}Mi` },
          },
          enableSuperuserAccess: false,
          // Signed by the operator's own authority, for the names that handles give.
          certificates: {
            serverAltDNSNames: [
              ...[true, false].map((reads) => postgresHost(scope.app, store, reads)),
              // A pool presents the server's own certificate.
              ...(args.pool ? [poolHost(scope.app, store)] : []),
            ],
          },
          // It makes the roles of workloads, and whoever restores makes databases. Its password stays that of its Secret.
          managed: { roles: [{ name: USERNAME, ensure: "present", login: true, createrole: true, createdb: true }] },
          // The primary last, and to a standby that has everything.
          primaryUpdateStrategy: "unsupervised",
          primaryUpdateMethod: "switchover",
          affinity: {
            enablePodAntiAffinity: true,
            podAntiAffinityType: "preferred",
            topologyKey: "kubernetes.io/hostname",
          },
          postgresql: {
            parameters: {
              max_connections: String(postgresConnections({ cpu, memory })),
              shared_buffers: `${Math.floor(memory / 4)}MB`,
              // Milliseconds from which a statement is logged as slow.
              log_min_duration_statement: "1000",
              log_lock_waits: "on",
            },
            pg_hba: ["hostnossl all all 0.0.0.0/0 reject", "hostnossl all all ::/0 reject"],
            // What is committed is on two nodes; while there is one alone, it works on.
            ...(instances > 1 && { synchronous: { method: "any", number: 1, dataDurability: "preferred" } }),
          },
          ...(archived && {
            plugins: [{ name: PLUGIN, isWALArchiver: true, parameters: { barmanObjectName: this.metadata.name } }],
          }),
        },
      },
      this.child({
        protect: scope.protect,
        dependsOn,
        // How it began counts once; the operator reads it when it makes the first instance.
        ignoreChanges: ["spec.bootstrap", "spec.externalClusters"],
        customTimeouts: { create: "30m", update: "30m", delete: "30m" },
      }),
    );
  }

  /** An empty database; or the newest state that another's backups and logs lead to. */
  private bootstrap(): object {
    const { scope, store, args } = this.run;
    if (args.restoreFrom === `${scope.name}/${store}`) {
      throw new RunError(
        `slipway:stores.${store}.restoreFrom: ${args.restoreFrom} is this very database, which writes its own logs there. ` +
          "Allowed: another one's. Give this store another name, or restore in place: npm run ops -- restore",
      );
    }
    const own = { database: args.database, owner: USERNAME, secret: { name: loginOf(store) } };
    const [, , origin] = originForm.exec(args.restoreFrom ?? "") ?? [];
    if (origin === undefined) return { bootstrap: { initdb: { ...own, dataChecksums: true } } };
    const parameters = { barmanObjectName: this.originName, serverName: clusterName(origin) };
    return {
      bootstrap: { recovery: { source: "origin", ...own } },
      externalClusters: [{ name: "origin", plugin: { name: PLUGIN, parameters } }],
    };
  }

  private get originName(): string {
    return `${this.metadata.name}-origin`;
  }

  /** Where the plugin keeps base backups and logs, and for how long. */
  private archive(backupsTo: BucketAddress) {
    const { scope, args } = this.run;
    return this.objects("archive", this.metadata, scope.name, backupsTo, { retentionPolicy: `${args.backupDays}d` });
  }

  /** A stack's part of the bucket, for the plugin. */
  private objects(
    role: "archive" | "origin",
    metadata: { readonly name: string },
    stack: string,
    { endpoint, region, bucket, secret }: BucketAddress,
    more: object = {},
  ) {
    const key = (entry: string) => ({ name: secret, key: entry });
    return new k8s.apiextensions.CustomResource(
      `${this.name}-${role}`,
      {
        apiVersion: "barmancloud.cnpg.io/v1",
        kind: "ObjectStore",
        metadata,
        spec: {
          configuration: {
            destinationPath: archivePath(bucket, stack),
            endpointURL: endpoint,
            s3Credentials: { accessKeyId: key("accessKeyId"), secretAccessKey: key("secretAccessKey") },
            wal: { compression: "gzip" },
            data: { compression: "gzip" },
          },
          instanceSidecarConfiguration: {
            // Newer checksums are refused by servers that speak an older S3.
            env: [
              { name: "AWS_REQUEST_CHECKSUM_CALCULATION", value: "when_required" },
              { name: "AWS_RESPONSE_CHECKSUM_VALIDATION", value: "when_required" },
              { name: "AWS_DEFAULT_REGION", value: region },
            ],
            resources: { requests: { cpu: "20m", memory: "96Mi" }, limits: { memory: "256Mi" } },
          },
          ...more,
        },
      },
      this.child(),
    );
  }

  /** A base backup a day, at the window's beginning. Its cron has seconds first. */
  private schedule(cluster: k8s.apiextensions.CustomResource): void {
    const [hour = "2", minute = "0"] = this.run.args.backupWindow.slice(0, 5).split(":");
    new k8s.apiextensions.CustomResource(
      `${this.name}-schedule`,
      {
        apiVersion: API,
        kind: "ScheduledBackup",
        metadata: this.metadata,
        spec: {
          schedule: `0 ${Number(minute)} ${Number(hour)} * * *`,
          backupOwnerReference: "self",
          cluster: { name: this.metadata.name },
          method: "plugin",
          pluginConfiguration: { name: PLUGIN },
          immediate: true,
        },
      },
      this.child({ dependsOn: [cluster] }),
    );
  }

  private monitor(cluster: k8s.apiextensions.CustomResource): void {
    new k8s.apiextensions.CustomResource(
      `${this.name}-monitor`,
      {
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PodMonitor",
        metadata: this.metadata,
        spec: {
          selector: { matchLabels: { "cnpg.io/cluster": this.metadata.name } },
          podMetricsEndpoints: [{ port: "metrics" }],
        },
      },
      this.child({ dependsOn: [cluster] }),
    );
  }
}
