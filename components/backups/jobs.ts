import type { Input } from "@pulumi/pulumi";
import type { Tier } from "../contracts/backups";
import type { Grant, IdentityHandle } from "../contracts/identity";
import type { BucketHandle, MongodbHandle, PostgresHandle, SecretHandle } from "../contracts/stores";
import { databaseClients, imageName, images, mongodbClient } from "../helm/images";
import { chartRelease } from "../helm/release";
import { ownChart } from "../helm/source";
import { BaseComponent, type ComponentOpts } from "../shared/base-component";
import { ready } from "../shared/ordering";
import { WorkloadNamespace } from "../workloads/namespace";
import { secretStore } from "../workloads/secret-store";
import { trustOf } from "../workloads/values/trust";

/** A store that jobs back up, and how. */
export interface BackedUpStore {
  readonly name: string;
  /** Major version of its server: what dumps a PostgreSQL must be of the same. */
  readonly version: string;
  /** Tier → when, as cron says it, in UTC. */
  readonly schedules: Readonly<Partial<Record<Tier, string>>>;
  /** Tiers that a daily backup is kept as besides. */
  readonly keepTiers: readonly Tier[];
  /** When a backup is restored for the sake of it. @default never */
  readonly drill?: string;
  /** `hash`: every row is hashed, when it is backed up and when it is restored; `count`: rows are counted. Documents always are. */
  readonly rows: "hash" | "count";
  /** Seconds after which a job is ended, and its lock void. */
  readonly deadlineSeconds: number;
}

/** A server whose databases jobs can dump. */
export type DumpedHandle = PostgresHandle | MongodbHandle;

export interface BackupJobsArgs {
  /** Its own namespace, which is made here. */
  readonly namespace: string;
  readonly partOf: string;
  readonly stores: readonly BackedUpStore[];
  readonly handles: Readonly<Record<string, DumpedHandle>>;
  /** Store → logins of the roles that dump it and restore it. @default the store's own, where it is given by its address */
  readonly logins: Readonly<Record<string, Readonly<Record<"backup" | "restore", SecretHandle>>>>;
  readonly bucket: BucketHandle;
  /** How rclone speaks to the bucket: keys of its remote's config, none of them secret. */
  readonly target: Readonly<Record<string, Input<string>>>;
  /** Makes the identity of a service account. */
  readonly identityOf: (
    serviceAccount: string,
    grants: readonly Grant[],
    parent: BackupJobs,
  ) => IdentityHandle | undefined;
}

/** Who does what: those that write cannot delete, and those that read cannot write over what they read. */
const ROLES = ["backup", "restore", "observe"] as const;

/** The jobs that back stores up, restore them, and prove by drills that they can; and what Prometheus reads of them. */
export class BackupJobs extends BaseComponent {
  constructor(
    name: string,
    private readonly args: BackupJobsArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:backups:Jobs", name, opts);
    const { namespace, partOf, bucket, stores } = args;
    // Finished jobs do not count; of each store two may run, and monitoring's pod while it is replaced.
    const quota = { pods: 2 * stores.length + 4, storageGb: 1 };
    const own = new WorkloadNamespace(`${name}-namespace`, { namespace, partOf, quota }, { parent: this });
    const identities = ROLES.map(
      (role) => [role, args.identityOf(role, [{ kind: "backups", bucket, role }], this)] as const,
    );
    chartRelease(
      name,
      {
        chart: ownChart("backup"),
        releaseName: "backups",
        namespace: own.namespace,
        values: this.values(identities),
        timeoutSeconds: 300,
      },
      this.child({ dependsOn: [own, ...identities.flatMap(([, identity]) => ready(identity))] }),
    );
    this.registerOutputs({ namespace: own.namespace });
  }

  private values(identities: readonly (readonly [string, IdentityHandle | undefined])[]) {
    const { partOf, bucket, target, stores } = this.args;
    return {
      partOf,
      target: { bucket: bucket.name, options: target, ...(bucket.keys && { secret: bucket.keys.secretId }) },
      images: { rclone: imageName(images.rclone) },
      secretStoreRef: { ...secretStore },
      identity: {
        agent: identities.find(([, identity]) => identity?.agent)?.[1]?.agent,
        annotations: Object.fromEntries(identities.map(([role, identity]) => [role, identity?.annotations ?? {}])),
      },
      stores: Object.fromEntries(stores.map((store) => [store.name, this.storeValues(store)])),
    };
  }

  /** Who dumps cannot write, and who restores is another: each job sees its own. */
  private secretsOf(store: string) {
    const { handles, logins } = this.args;
    const { secretId } = handles[store]!;
    const own: SecretHandle | undefined = secretId === undefined ? undefined : { id: secretId };
    const entries = ["username", "password"].map((name) => ({ name, property: name }));
    const { backup = own, restore = own } = logins[store] ?? {};
    if (!backup || !restore) throw new Error(`${store}: there is no login that dumps it, or none that restores it`);
    const secret = ({ id, version }: SecretHandle) => ({ id, entries, ...(version !== undefined && { version }) });
    return { backup: secret(backup), restore: secret(restore) };
  }

  private storeValues({ name, version, schedules, keepTiers, drill, rows, deadlineSeconds }: BackedUpStore) {
    const handle = this.args.handles[name]!;
    const { kind, host, port, database, cidrs, pods } = handle;
    const ca = trustOf(handle);
    return {
      kind,
      image: imageName(kind === "postgres" ? databaseClients.postgres[version]! : mongodbClient),
      ...{ host, port, database, cidrs },
      ...(pods && { pods }),
      ...(handle.kind === "postgres" ? { sslMode: handle.sslMode ?? "require" } : waysTo(handle)),
      ...(ca && { ca }),
      secrets: this.secretsOf(name),
      ...{ schedules, keepTiers, rows, deadlineSeconds },
      ...(drill !== undefined && { drill }),
    };
  }
}

/** What only a MongoDB says of how it is reached. */
const waysTo = ({ options, srv, lastPort }: MongodbHandle) => ({
  options,
  ...(srv && { srv }),
  ...(lastPort !== undefined && { lastPort }),
});
