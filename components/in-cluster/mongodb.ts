import * as k8s from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../contracts/common";
import type { BucketAddress, MongodbArgs, MongodbHandle } from "../contracts/stores";
import { clusterMongodbImages, imageName, images } from "../helm/images";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { managedLabel } from "../shared/labels";
import {
  loginOf,
  MONGODB_OPTIONS,
  MONGODB_SET,
  mongodbAuthorityOf,
  mongodbHost,
  mongodbName,
  podsOf,
  MONGODB_STORAGE as STORAGE,
  storePorts,
  storesNamespace,
} from "./places";
import { mongodbBackupSize, mongodbSize } from "./sizes";

export interface ClusterMongodbArgs extends MongodbArgs {
  readonly scope: Scope;
  readonly store: string;
  readonly namespace: Input<string>;
  readonly podsCidr: string;
}

/** The operator's own users, by its own names: it runs the servers as them. Slipway makes roles as the one who may make users. */
const OPERATORS = ["BACKUP", "CLUSTER_ADMIN", "CLUSTER_MONITOR", "DATABASE_ADMIN", "USER_ADMIN"] as const;
const MASTER: (typeof OPERATORS)[number] = "USER_ADMIN";

/** `CLUSTER_ADMIN` → `clusterAdmin` */
const userOf = (operators: string): string =>
  operators.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A MongoDB in the cluster, as the foundation knows it: its logins, and the names that it will have. */
export class ClusterMongodb extends BaseComponent implements MongodbHandle {
  readonly kind = "mongodb";
  readonly host: string;
  readonly port = storePorts.mongodb;
  readonly database: string;
  readonly secretId: Input<string>;
  readonly cidrs: MongodbHandle["cidrs"];
  readonly pods: MongodbHandle["pods"];
  readonly options = MONGODB_OPTIONS;
  readonly caSecret: string;

  constructor(name: string, args: ClusterMongodbArgs, opts?: ComponentOpts) {
    super("slipway:incluster:Mongodb", name, opts);
    const { scope, store, namespace } = args;
    const logins = OPERATORS.map((operators) => {
      const own = `${name}-${operators.toLowerCase().replaceAll("_", "-")}`;
      // Letters and digits only: they end up in URLs.
      const { result } = new random.RandomPassword(own, { length: 40, special: false }, this.child());
      return { operators, username: userOf(operators), password: result };
    });
    const master = logins.find(({ operators }) => operators === MASTER)!;
    const login = new k8s.core.v1.Secret(
      `${name}-login`,
      {
        metadata: {
          name: loginOf(store),
          namespace,
          labels: { "app.kubernetes.io/part-of": scope.app, ...managedLabel },
        },
        stringData: {
          username: master.username,
          password: master.password,
          ...Object.fromEntries(
            logins.flatMap(({ operators, username, password }) => [
              [`MONGODB_${operators}_USER`, username],
              [`MONGODB_${operators}_PASSWORD`, password],
            ]),
          ),
        },
      },
      this.child({ additionalSecretOutputs: ["stringData", "data"], protect: scope.protect }),
    );
    this.host = mongodbHost(scope.app, store);
    this.database = args.database;
    this.secretId = login.metadata.name;
    this.cidrs = [args.podsCidr];
    this.pods = podsOf(scope.app, { kind: "mongodb", name: store });
    this.caSecret = mongodbAuthorityOf(store);
    this.registerOutputs({ kind: this.kind, host: this.host, database: this.database, secretId: this.secretId });
  }
}

export interface RunMongodbArgs {
  readonly scope: Scope;
  readonly store: string;
  readonly args: MongodbArgs;
  readonly storageClass: string;
  /** Where backups and the log of changes go. @default nowhere: no recovery to a point in time */
  readonly backupsTo?: BucketAddress;
}

/** Version of the operator that a cluster is written for. */
const CR_VERSION = "1.22.0";

const podSecurity = {
  ...{ runAsNonRoot: true, runAsUser: 1001, runAsGroup: 1001, fsGroup: 1001 },
  seccompProfile: { type: "RuntimeDefault" },
};
const containerSecurity = {
  ...{ allowPrivilegeEscalation: false, privileged: false, runAsNonRoot: true, capabilities: { drop: ["ALL"] } },
  seccompProfile: { type: "RuntimeDefault" },
};

/** The same MongoDB as the platform runs it, by Percona's operator: TLS only, spread over nodes, restorable to any moment. */
export class RunMongodb extends BaseComponent {
  constructor(
    private readonly name: string,
    private readonly run: RunMongodbArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:incluster:RunMongodb", `${name}-run`, opts);
    const { backupsTo } = run;
    const keys = backupsTo && this.keys(backupsTo);
    this.cluster(keys ? [keys] : []);
    this.registerOutputs();
  }

  private get metadata() {
    const { scope, store } = this.run;
    return {
      name: mongodbName(store),
      namespace: storesNamespace(scope.app),
      labels: { "app.kubernetes.io/name": store, "app.kubernetes.io/part-of": scope.app, ...managedLabel },
    };
  }

  private get keysName(): string {
    return `${this.metadata.name}-backup-keys`;
  }

  private cluster(dependsOn: readonly k8s.apiextensions.CustomResource[]): void {
    const { scope, store, args, storageClass } = this.run;
    const size = 1 + args.replicas;
    new k8s.apiextensions.CustomResource(
      this.name,
      {
        apiVersion: "psmdb.percona.com/v1",
        kind: "PerconaServerMongoDB",
        metadata: this.metadata,
        spec: {
          crVersion: CR_VERSION,
          image: imageName(clusterMongodbImages[args.version]!),
          imagePullPolicy: "IfNotPresent",
          initContainerSecurityContext: containerSecurity,
          // One alone is fine where config says so; the operator wants to be told.
          unsafeFlags: { replsetSize: size < 3 },
          // One after the other, the primary last.
          updateStrategy: "SmartUpdate",
          // Versions are pinned here, and nobody is asked for newer ones.
          upgradeOptions: { apply: "disabled", setFCV: true },
          tls: { mode: "requireTLS" },
          secrets: { users: loginOf(store) },
          enableVolumeExpansion: true,
          replsets: [this.members(size, args, storageClass)],
          sharding: { enabled: false },
          backup: this.backup(),
          logcollector: { enabled: false },
        },
      },
      this.child({
        protect: scope.protect,
        dependsOn: [...dependsOn],
        customTimeouts: { create: "30m", update: "30m", delete: "30m" },
      }),
    );
  }

  private members(size: number, args: MongodbArgs, storageClassName: string): object {
    const { cpu, memory } = mongodbSize(args.instanceClass);
    return {
      name: MONGODB_SET,
      size,
      // Clients prove who they are by their role's password, and not by a certificate too.
      configuration: "net:\n  tls:\n    allowConnectionsWithoutCertificates: true\n",
      affinity: {
        advanced: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              {
                weight: 100,
                podAffinityTerm: {
                  labelSelector: { matchLabels: { "app.kubernetes.io/instance": this.metadata.name } },
                  topologyKey: "kubernetes.io/hostname",
                },
              },
            ],
          },
        },
      },
      podDisruptionBudget: { maxUnavailable: 1 },
      podSecurityContext: podSecurity,
      containerSecurityContext: containerSecurity,
      resources: { requests: { cpu: `${cpu}m`, memory: `${memory}Mi` }, limits: { memory: `${memory}Mi` } },
      volumeSpec: {
        persistentVolumeClaim: {
          storageClassName,
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: `${args.storageGb}Gi` } },
        },
      },
    };
  }

  /** Backups by tiers, and every change since the last one: the operator's agent runs beside each member. */
  private backup(): object {
    const { scope, args, backupsTo } = this.run;
    const { tiers = [] } = args.operated ?? {};
    const image = imageName(images.mongodbBackup);
    if (!backupsTo) return { enabled: false, image };
    const { endpoint, region, bucket } = backupsTo;
    const { cpu, memory } = mongodbBackupSize;
    return {
      enabled: true,
      image,
      podSecurityContext: podSecurity,
      containerSecurityContext: containerSecurity,
      resources: { requests: { cpu: `${cpu}m`, memory: `${memory}Mi` }, limits: { memory: `${4 * memory}Mi` } },
      storages: {
        [STORAGE]: {
          main: true,
          type: "s3",
          s3: {
            bucket,
            prefix: `point-in-time/${scope.name}/${this.metadata.name}`,
            region,
            endpointUrl: endpoint,
            credentialsSecret: this.keysName,
          },
        },
      },
      // Minutes of changes that a loss of everything may cost.
      pitr: { enabled: true, oplogSpanMin: 5, compressionType: "gzip" },
      // Two that begin at once wait for each other, by the operator's own lock.
      tasks: tiers.map(({ tier, schedule, count }) => ({
        ...{ name: tier, enabled: true, storageName: STORAGE, compressionType: "gzip", schedule },
        retention: { type: "count", count, deleteFromStorage: true },
      })),
    };
  }

  /** The bucket's keys by the names that the operator knows; External Secrets keeps them. */
  private keys({ secret }: BucketAddress) {
    const entry = (secretKey: string, property: string) => ({ secretKey, remoteRef: { key: secret, property } });
    return new k8s.apiextensions.CustomResource(
      `${this.name}-backup-keys`,
      {
        apiVersion: "external-secrets.io/v1",
        kind: "ExternalSecret",
        metadata: { ...this.metadata, name: this.keysName },
        spec: {
          refreshInterval: "1h",
          secretStoreRef: { kind: "ClusterSecretStore", name: "slipway" },
          target: { name: this.keysName, creationPolicy: "Owner" },
          data: [entry("AWS_ACCESS_KEY_ID", "accessKeyId"), entry("AWS_SECRET_ACCESS_KEY", "secretAccessKey")],
        },
      },
      this.child(),
    );
  }
}
