import type { Input } from "@pulumi/pulumi";
import type { OperatedBackups } from "./backups";
import type { ClusterHandle } from "./cluster";
import type { Inputs } from "./common";
import type { NetworkHandle, PodsIn } from "./network";

/** The kinds of store a workload can name in `uses:`. */
export type StoreKind = "postgres" | "redis" | "mongodb" | "bucket";

/** Kinds of store whose servers have a role for each workload. */
export const roleKinds = ["postgres", "mongodb"] as const;
export type RoleKind = (typeof roleKinds)[number];

/** Where a store is built, and from where it may be reached. */
export interface StorePlacement {
  readonly network: NetworkHandle;
  readonly cluster: Pick<ClusterHandle, "accessGroup">;
  /** Logins that the store itself must know: those that come by its pool, or its users (Redis, Atlas). @default none */
  readonly logins?: readonly StoreLogin[];
}

/** A database or cache that is there already; Slipway makes nothing of it. */
export interface StoreAddress {
  readonly host: string;
  /** Where reads may go. @default `host` */
  readonly readerHost?: string;
  readonly port: number;
  /** Address ranges that it listens in, for the openings of network policies. */
  readonly cidrs: readonly string[];
  /** Secret of the stack that holds its login, as the handle says. */
  readonly secret: string;
}

/** A bucket that is there already, on any server that speaks S3. */
export interface BucketAddress {
  /** `https://…`, without the bucket. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Secret of the stack that holds `accessKeyId` and `secretAccessKey`. */
  readonly secret: string;
}

/** The same store of another stack, in another region: one of the two is a copy of the other. */
export interface StorePair {
  /** The other stack's `<app>-<stack>`. */
  readonly name: string;
  /** Where it is. */
  readonly region: string;
  /** This one is the copy: read only, until it no longer says so. Then it is a database of its own, in place. */
  readonly follows: boolean;
}

/** What shares a PostgreSQL's connections among workloads, a transaction at a time. */
export interface PoolArgs {
  /** Percent of the connections that the server takes which the pool may hold open. */
  readonly percent: number;
  /** Connections that the server takes. @default not known before it is made */
  readonly connections?: number;
}

/** Aurora instead of an instance with a disk: storage of the cloud's own, over three zones, that grows by itself. */
export interface AuroraArgs {
  /** Aurora's units (2 GiB of memory each) that every instance may take, by half ones. @default instances of a class */
  readonly capacity?: { readonly min: number; readonly max: number };
  /** `optimized`: reads and writes cost nothing by themselves, and everything else more. */
  readonly io: "standard" | "optimized";
}

export interface PostgresArgs {
  /** @default it is made */
  readonly at?: StoreAddress;
  /** Major version, such as `17`. */
  readonly version: string;
  /** The cloud's own instance class, such as `db.t4g.micro`. */
  readonly instanceClass: string;
  /** GiB allocated at first. */
  readonly storageGb: number;
  /** GiB that storage may grow to by itself. */
  readonly maxStorageGb: number;
  /** A standby in another zone. */
  readonly multiZone: boolean;
  /** Read replicas. */
  readonly replicas: number;
  /** Days of automated backups, and so of point-in-time recovery. */
  readonly backupDays: number;
  /** Name of the database made at first. */
  readonly database: string;
  /** Daily backup window, UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: string;
  /** Weekly maintenance window, UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: string;
  /** @default it stands alone */
  readonly pair?: StorePair;
  /** @default workloads come to the server itself */
  readonly pool?: PoolArgs;
  /** AWS alone. @default RDS */
  readonly aurora?: AuroraArgs;
  /**
   * The snapshot that it is made from, as the cloud names it; counts when it is made, and never again. @default an empty one
   */
  readonly restoreFrom?: string;
}

export interface RedisArgs {
  /** @default it is made */
  readonly at?: StoreAddress;
  readonly engine: "valkey" | "redis";
  /** Engine version, such as `8.0`. */
  readonly version: string;
  readonly nodeType: string;
  /** Replicas beside the primary; with one or more, failover is automatic. */
  readonly replicas: number;
  /** Days that snapshots are kept. */
  readonly snapshotDays: number;
  readonly maintenanceWindow: string;
  /**
   * The snapshot that it is made from, as the cloud names it; counts when it is made, and never again. @default an empty one
   */
  readonly restoreFrom?: string;
  /** Each workload has a user of its own, whose login {@link StorePlacement.logins} has. @default one password for all */
  readonly users?: boolean;
}

/**
 * Who runs a MongoDB: AWS, in its own engine that speaks what MongoDB speaks; MongoDB itself, beside the stack's network; or
 * Percona's operator, in the cluster.
 */
export type MongodbService = "documentdb" | "atlas" | "percona";

/** What MongoDB Atlas alone is told. */
export interface AtlasArgs {
  /** Id of the organization that a project of the store's own is made in. @default see `project` */
  readonly organization?: string;
  /** Id of a project that is there, and that nothing else of Slipway's is in. @default one is made */
  readonly project?: string;
  /** Name or ARN of the secret, made beforehand, that holds the key of Atlas's API. */
  readonly apiKey: string;
  /** Atlas scales members between their own tier and this one. @default it does not scale them */
  readonly maxInstanceClass?: string;
  /** Disks and backups are encrypted with a key of the stack's own too. Not in a project that is there. @default true */
  readonly ownKey?: boolean;
}

export interface MongodbArgs {
  /** @default it is made */
  readonly at?: StoreAddress;
  readonly service: MongodbService;
  /** Major version, such as `5.0`. */
  readonly version: string;
  /** The service's own class, such as `db.t4g.medium`. */
  readonly instanceClass: string;
  /** Members beside the first one; with one or more, another takes over by itself. */
  readonly replicas: number;
  /** GiB of each member's disk; 0: DocumentDB's and Atlas's grow by themselves. */
  readonly storageGb: number;
  /** Days of automated backups, and so of point-in-time recovery. */
  readonly backupDays: number;
  /** Name of the database that workloads' roles are made for. */
  readonly database: string;
  /** Daily backup window, UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: string;
  /** Weekly maintenance window, UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: string;
  /** With the service `atlas`, and with no other. */
  readonly atlas?: AtlasArgs;
  /** Backups that its operator takes by itself, where the stack has a bucket for them. @default none */
  readonly operated?: OperatedBackups;
}

export interface BucketArgs {
  /** @default it is made */
  readonly at?: BucketAddress;
  /** Days after which an old version of an object is removed. */
  readonly oldVersionDays: number;
  /** Days after which objects move to cheaper storage; none: never. */
  readonly coldAfterDays?: number;
  /** Days after which objects expire; none: never. */
  readonly expireAfterDays?: number;
  /** The cloud's CDN reads from it. @default false */
  readonly atEdge?: boolean;
  /** Region of a second bucket that every object is copied to as it is written; none: no copy. */
  readonly copyTo?: string;
  /** What is written to the copy is copied back: a stack that stands by works on it. @default false */
  readonly copyBack?: boolean;
}

/** A store as it is asked for, before anything is made. */
export type StoreSpec =
  | { readonly kind: "postgres"; readonly name: string; readonly args: PostgresArgs }
  | { readonly kind: "redis"; readonly name: string; readonly args: RedisArgs }
  | { readonly kind: "mongodb"; readonly name: string; readonly args: MongodbArgs }
  | { readonly kind: "bucket"; readonly name: string; readonly args: BucketArgs };

/**
 * What clients of a PostgreSQL check, as libpq calls it. `verify-full`: who signed its certificate, and that it is of the
 * address; `verify-ca`: who signed, where certificates name no address; `require`: nothing but that there is one.
 */
export type SslMode = "require" | "verify-ca" | "verify-full";

/** The way to a PostgreSQL by its pool: the same database, logins and authorities. */
export interface PoolHandle {
  readonly host: Input<string>;
  readonly port: number;
  /** Reads go past it, to the server's own `readerHost`. @default they come by the pool too */
  readonly readsPast?: boolean;
  /** Its pods, where it runs in the cluster. @default it is in the ranges of the server */
  readonly pods?: PodsIn;
  /**
   * The secret with `certificate` and `key` (PEM) of one that Slipway runs itself, outside of what runs the server.
   * @default it is none
   */
  readonly certificate?: SecretHandle;
}

/** A PostgreSQL, managed or in the cluster. The secret is JSON with `username` and `password`. */
export interface PostgresHandle {
  readonly kind: "postgres";
  readonly host: Input<string>;
  /** Where reads may go: the first replica, or the primary where there is none. */
  readonly readerHost: Input<string>;
  readonly port: number;
  readonly database: string;
  /** Id of the secret in the cloud's secret manager. */
  readonly secretId: Input<string>;
  /** Address ranges that it listens in. */
  readonly cidrs: Inputs<string>;
  /** Its pods, where it runs in the cluster: policies then name them, and not the addresses. @default it is elsewhere */
  readonly pods?: PodsIn;
  /** By which workloads come; migrations, backups and the jobs of roles go to the server. @default there is none */
  readonly pool?: PoolHandle;
  /** What clients check. More than `require` needs `ca` or `caSecret`. @default "require": nobody has said who signs */
  readonly sslMode?: SslMode;
  /** Certificates (PEM) of the authorities that sign its own and its replicas'. @default see `caSecret` */
  readonly ca?: Input<string>;
  /** Id of the secret that holds them under `ca.crt`, where they are made in the cluster. @default see `ca` */
  readonly caSecret?: Input<string>;
}

/** A Redis or Valkey, TLS only. The secret is JSON with `token`. */
export interface RedisHandle {
  readonly kind: "redis";
  readonly host: Input<string>;
  readonly readerHost: Input<string>;
  readonly port: number;
  readonly secretId: Input<string>;
  readonly cidrs: Inputs<string>;
  /** As that of a PostgreSQL. @default it is elsewhere */
  readonly pods?: PodsIn;
  /** Certificates (PEM) of the authority that signs its own; none: a public one does. */
  readonly ca?: Input<string>;
  /** Id of the secret that holds them under `ca.crt`, where they are made in the cluster. @default see `ca` */
  readonly caSecret?: Input<string>;
}

/** A MongoDB, or what speaks as one; TLS only, and clients check who signed. The secret is JSON with `username` and `password`. */
export interface MongodbHandle {
  readonly kind: "mongodb";
  /** Of one member, or of whatever is there of them: clients ask it for the others. */
  readonly host: Input<string>;
  readonly port: number;
  /** Members listen on any port from `port` to this one. @default on `port` alone */
  readonly lastPort?: number;
  /** Clients ask DNS for the members of `host` and their ports (`mongodb+srv`). @default they ask `host` itself, at `port` */
  readonly srv?: true;
  readonly database: string;
  /** @default nobody has such a login: workloads have each their own */
  readonly secretId?: Input<string>;
  readonly cidrs: Inputs<string>;
  /** As that of a PostgreSQL. @default it is elsewhere */
  readonly pods?: PodsIn;
  /** What its connection string says after the database, but for TLS: `replicaSet=rs0`. */
  readonly options: string;
  /** Certificates (PEM) of the authorities that sign its own; none: a public one does. */
  readonly ca?: Input<string>;
  /** Id of the secret that holds them under `ca.crt`, where they are made in the cluster. @default see `ca` */
  readonly caSecret?: Input<string>;
}

/** A bucket; reached through the workload's identity, or by keys where there are no identities (`keys`). */
export interface BucketHandle {
  readonly kind: "bucket";
  readonly name: Input<string>;
  /** The cloud's full id: the ARN on AWS. */
  readonly id: Input<string>;
  /** The storage account that it is in, where a cloud has such (Azure). */
  readonly account?: Input<string>;
  readonly region: string;
  /** Id of the key that encrypts it: the key's ARN on AWS. */
  readonly keyId: Input<string>;
  /** Its copy in another region, where there is one. */
  readonly copy?: { readonly name: Input<string>; readonly id: Input<string>; readonly keyId: Input<string> };
  /** How pods without an identity reach it. The secret holds `accessKeyId` and `secretAccessKey`. @default by identity */
  readonly keys?: { readonly endpoint: Input<string>; readonly secretId: Input<string> };
}

export type StoreHandle = PostgresHandle | RedisHandle | MongodbHandle | BucketHandle;

/** What a role may do in a database: read; change rows or documents too; change the schema or indexes too, as its owner. */
export type StoreAccess = "readOnly" | "readWrite" | "owner";

/** Roles that dump a database, and that restore it: of every database that jobs back up. */
export const backupRoles = { backup: "slipway-backup", restore: "slipway-restore" } as const;

/** What a dump of a MongoDB leaves and makes, as charts/backup says it too. */
export const mongodbDumps = {
  /** Collection of the document that says which backup it is in. */
  sentinel: "slipway_backup",
  /** The database itself, and those beside it that a drill and a restore make. */
  restoredInto: (database: string): readonly string[] => ["", "_drill", "_restored"].map((end) => `${database}${end}`),
} as const;

/** A role that logs in to one database, called after the workload, or the migration, that it is of. */
export interface StoreRole {
  readonly role: string;
  /** `backup`: read everything; `restore`: what the owner may, and put another database in this one's place. */
  readonly access: StoreAccess | keyof typeof backupRoles;
  /** Name of the secret that holds its login, among the stack's. */
  readonly secret: string;
  /** It comes by the store's pool. @default it goes to the server */
  readonly pooled?: true;
}

/** The roles of one database. */
export interface StoreRoles {
  readonly kind: RoleKind;
  /** Name of the store. */
  readonly name: string;
  /** Major version of its server: what roles are made with must be of the same. */
  readonly version: string;
  readonly roles: readonly StoreRole[];
  /** Another text means other passwords. @default none: those made at first stay */
  readonly passwords?: string;
}

/** A login whose secret is made, for what must know it beside who logs in. */
export interface StoreLogin extends SecretHandle {
  readonly role: string;
  /** @default what a user of a cache may, or what jobs have given the role */
  readonly access?: StoreRole["access"];
  /** Secret. @default not known here: it was made by another stack */
  readonly password?: Input<string>;
}

/** The users of a store that are things of its cloud, made with it: one for each workload that uses it, called after it. */
export type StoreUsers = Pick<StoreRoles, "name" | "roles" | "passwords">;

/** A secret of the stack's own: a container in the cloud's secret manager. */
export interface SecretHandle {
  readonly id: Input<string>;
  /** Its entry that holds the value, where a secret of the manager has several. @default the whole secret */
  readonly property?: string;
  /** Its copy in the region of the stack that stands by, where one does. */
  readonly copyId?: Input<string>;
  /** Changes with the value, where config holds it; without one, people or a rotation set the value. */
  readonly version?: Input<string>;
}
