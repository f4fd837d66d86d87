import * as aws from "@pulumi/aws";
import { AdvancedCluster } from "@pulumi/mongodbatlas/advancedCluster";
import { CloudBackupSchedule } from "@pulumi/mongodbatlas/cloudBackupSchedule";
import { DatabaseUser } from "@pulumi/mongodbatlas/databaseUser";
import { MaintenanceWindow } from "@pulumi/mongodbatlas/maintenanceWindow";
import { Project } from "@pulumi/mongodbatlas/project";
import { Provider } from "@pulumi/mongodbatlas/provider";
import { all, type Input, log, type Output, runtime, secret, unknown } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import {
  type AtlasArgs,
  mongodbDumps as dumps,
  type MongodbArgs,
  type MongodbHandle,
  type StoreLogin,
  type StorePlacement,
} from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { knownPassword } from "../../shared/logins";
import { physicalName } from "../../shared/naming";
import { named } from "../../shared/tags";
import { AwsAtlasKey } from "./atlas-key";
import { AwsAtlasLink, type AwsAtlasLinkArgs, atlasRegion } from "./atlas-link";
import { hourIn, startOf } from "./atlas-windows";
import { atlasAuthorities } from "./authorities";
import { mongodbFacts } from "./options";
import { leavesSnapshot } from "./store-parts";

export interface AwsAtlasArgs extends MongodbArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
  readonly atlas: AtlasArgs;
  /** Name of the store. */
  readonly store: string;
}

/** Clusters of a project are told apart by the first characters of their names ("Create a Cluster", Atlas documentation). */
const NAME = 23;

/** Where Atlas keeps users, whatever database they may use. */
const USERS_IN = "admin";

/** What a login has of MongoDB's own roles. */
interface OwnRole {
  readonly roleName: string;
  readonly databaseName: string;
  /** @default every one of the database */
  readonly collectionName?: string;
}

/** MongoDB's own roles for what a login may in a database; `dbOwner` could make users. */
const ROLES: Readonly<Record<NonNullable<StoreLogin["access"]>, (database: string) => readonly OwnRole[]>> = {
  readOnly: (databaseName) => [{ roleName: "read", databaseName }],
  readWrite: (databaseName) => [{ roleName: "readWrite", databaseName }],
  owner: (databaseName) => owned([databaseName]),
  backup: (databaseName) => [
    { roleName: "read", databaseName },
    { roleName: "readWrite", databaseName, collectionName: dumps.sentinel },
  ],
  restore: (databaseName) => owned(dumps.restoredInto(databaseName)),
};

const owned = (databases: readonly string[]): readonly OwnRole[] =>
  databases.flatMap((databaseName) => ["readWrite", "dbAdmin"].map((roleName) => ({ roleName, databaseName })));

/** What the secret with the key of Atlas's API may hold: as the provider itself reads one. */
interface ApiKey {
  readonly public_key?: string;
  readonly private_key?: string;
  readonly client_id?: string;
  readonly client_secret?: string;
}

/** What is Atlas's of a store: its project, and how to make things in it. */
type InAtlas = Pick<AwsAtlasLinkArgs, "projectId" | "ofAtlas">;

/**
 * MongoDB run by MongoDB, in the stack's region: a dedicated replica set over three zones, in a project of its own unless one is
 * given. It is reached by a private endpoint alone: the project's list of addresses stays empty. Each workload has a user of its
 * own, and there is none that may do everything.
 */
export class AwsAtlas extends BaseComponent implements MongodbHandle {
  readonly kind = "mongodb";
  readonly host: Output<string>;
  readonly port: number;
  readonly lastPort: MongodbHandle["lastPort"];
  readonly srv: MongodbHandle["srv"];
  readonly options: string;
  readonly database: string;
  readonly cidrs: Output<string[]>;
  readonly ca: MongodbHandle["ca"];

  constructor(name: string, args: AwsAtlasArgs, opts?: ComponentOpts) {
    super("slipway:aws:Atlas", name, opts);
    const { scope, placement, atlas } = args;
    const ofAtlas = { provider: this.logIn(name, atlas) };
    const own = { projectId: atlas.project ?? this.project(name, args, ofAtlas), ofAtlas };
    const link = new AwsAtlasLink(`${name}-link`, { scope, placement, ...own }, { parent: this });
    // A project that is there says by itself who encrypts, and when it is maintained.
    const isOwn = atlas.project === undefined;
    const key =
      isOwn && (atlas.ownKey ?? true) ? new AwsAtlasKey(`${name}-key`, { scope, ...own }, { parent: this }) : undefined;
    if (isOwn) this.maintain(name, args, own);
    const cluster = this.cluster(name, args, own, { link, key });
    this.backUp(name, args, own, cluster);
    for (const login of placement.logins ?? []) this.user(name, login, args, own, cluster);

    this.host = privateHost(name, cluster, link);
    ({ port: this.port, lastPort: this.lastPort, srv: this.srv, options: this.options } = mongodbFacts("atlas"));
    this.database = args.database;
    this.cidrs = link.cidrs;
    this.ca = atlasAuthorities();
    this.registerOutputs({ kind: this.kind, host: this.host, database: this.database, cidrs: this.cidrs });
  }

  /**
   * The key is in no config: the account's own secret manager has it, and the state has it encrypted. Who may preview and no more,
   * such as CI's role for that, may not read it: then a preview is one that has not asked Atlas.
   */
  private logIn(name: string, { apiKey }: AtlasArgs): Provider {
    const found = aws.secretsmanager.getSecretVersion({ secretId: apiKey }, { parent: this }).catch((error: Error) => {
      if (!runtime.isDryRun()) throw error;
      log.warn(`${name}: ${apiKey} cannot be read, so Atlas is not asked what would change: ${error.message}`, this);
      return undefined;
    });
    const key = secret(found).apply((read) =>
      read === undefined ? (unknown as unknown as ApiKey) : parseKey(name, apiKey, read.secretString),
    );
    return new Provider(
      `${name}-atlas`,
      {
        publicKey: key.apply(({ public_key }) => public_key!),
        privateKey: key.apply(({ private_key }) => private_key!),
        clientId: key.apply(({ client_id }) => client_id!),
        clientSecret: key.apply(({ client_secret }) => client_secret!),
      },
      this.child(),
    );
  }

  private project(name: string, { scope, atlas }: AwsAtlasArgs, ofAtlas: InAtlas["ofAtlas"]): Input<string> {
    return new Project(
      `${name}-project`,
      { name, orgId: atlas.organization!, withDefaultAlertsSettings: true, tags: scope.tags },
      this.child({ ...ofAtlas, protect: scope.protect }),
    ).id;
  }

  private maintain(name: string, { maintenanceWindow }: AwsAtlasArgs, { projectId, ofAtlas }: InAtlas): void {
    new MaintenanceWindow(`${name}-maintenance`, { projectId, ...hourIn(maintenanceWindow) }, this.child(ofAtlas));
  }

  private cluster(
    name: string,
    args: AwsAtlasArgs,
    { projectId, ofAtlas }: InAtlas,
    { link, key }: { readonly link: AwsAtlasLink; readonly key: AwsAtlasKey | undefined },
  ): AdvancedCluster {
    const { scope, store, atlas, instanceClass, replicas, storageGb, version } = args;
    const { maxInstanceClass } = atlas;
    return new AdvancedCluster(
      name,
      {
        projectId,
        name: physicalName([store], NAME),
        clusterType: "REPLICASET",
        mongoDbMajorVersion: version,
        replicationSpecs: [
          {
            regionConfigs: [
              {
                providerName: "AWS",
                regionName: atlasRegion(scope.region),
                priority: 7,
                electableSpecs: {
                  instanceSize: instanceClass,
                  nodeCount: 1 + replicas,
                  ...(storageGb > 0 && { diskSizeGb: storageGb }),
                },
                autoScaling: {
                  diskGbEnabled: storageGb === 0,
                  computeEnabled: maxInstanceClass !== undefined,
                  ...(maxInstanceClass !== undefined && {
                    computeScaleDownEnabled: true,
                    computeMinInstanceSize: instanceClass,
                    computeMaxInstanceSize: maxInstanceClass,
                  }),
                },
              },
            ],
          },
        ],
        // Else what Atlas has scaled would be scaled back by the next update.
        ...(maxInstanceClass !== undefined && { useEffectiveFields: true }),
        advancedConfiguration: { minimumEnabledTlsProtocol: "TLS1_2" },
        backupEnabled: true,
        pitEnabled: true,
        retainBackupsEnabled: leavesSnapshot(scope),
        ...(key && { encryptionAtRestProvider: "AWS" }),
        terminationProtectionEnabled: scope.protect,
        tags: named(scope.tags, name),
      },
      // A connection string by the endpoint is there for clusters that find it made.
      this.child({ ...ofAtlas, protect: scope.protect, dependsOn: key ? [link, key] : [link] }),
    );
  }

  /** A snapshot every six hours and every day; from these Atlas goes on to any moment of as many days. */
  private backUp(name: string, args: AwsAtlasArgs, { ofAtlas }: InAtlas, cluster: AdvancedCluster): void {
    const kept = { retentionUnit: "days", retentionValue: args.backupDays };
    new CloudBackupSchedule(
      `${name}-backups`,
      {
        projectId: cluster.projectId,
        clusterName: cluster.name,
        ...startOf(args.backupWindow),
        restoreWindowDays: args.backupDays,
        policyItemHourly: { frequencyInterval: 6, ...kept },
        policyItemDaily: { frequencyInterval: 1, ...kept },
      },
      this.child(ofAtlas),
    );
  }

  /** May use its store's database on this cluster, and nothing else of the project. */
  private user(
    name: string,
    login: StoreLogin,
    { database, scope }: AwsAtlasArgs,
    { ofAtlas }: InAtlas,
    cluster: AdvancedCluster,
  ): void {
    new DatabaseUser(
      `${name}-${login.role}`,
      {
        projectId: cluster.projectId,
        username: login.role,
        password: knownPassword(name, login),
        authDatabaseName: USERS_IN,
        roles: [...ROLES[login.access ?? "readWrite"](database)],
        scopes: [{ name: cluster.name, type: "CLUSTER" }],
        description: `${login.role} of ${scope.name}`,
      },
      this.child(ofAtlas),
    );
  }
}

/** @throws Error where the secret is no key of Atlas's API; it never repeats what the secret holds */
function parseKey(name: string, apiKey: string, text: string): ApiKey {
  const key = parsed(text);
  const pair = (one: unknown, other: unknown) => typeof one === "string" && typeof other === "string";
  if (pair(key.public_key, key.private_key) || pair(key.client_id, key.client_secret)) return key;
  throw new Error(
    `${name}: the secret ${apiKey} holds no key of Atlas's API: it must be JSON with public_key and private_key, ` +
      "or with client_id and client_secret",
  );
}

function parsed(text: string): ApiKey {
  try {
    return (JSON.parse(text) ?? {}) as ApiKey;
  } catch {
    return {};
  }
}

/** The host of the connection string by the stack's own endpoint. */
function privateHost(name: string, cluster: AdvancedCluster, link: AwsAtlasLink): Output<string> {
  return all([cluster.connectionStrings, link.endpointId]).apply(([strings, id]) => {
    const own = strings?.privateEndpoints?.find(({ endpoints }) =>
      endpoints.some(({ endpointId }) => endpointId === id),
    );
    if (own?.srvConnectionString) return own.srvConnectionString.replace(/^mongodb\+srv:\/\//, "");
    if (runtime.isDryRun()) return unknown as unknown as string;
    throw new Error(`${name}: Atlas gives no connection string by ${id} yet: run pulumi refresh, and then up again`);
  });
}
