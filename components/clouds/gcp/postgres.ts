import * as sql from "@pulumi/gcp/sql";
import { all, interpolate, jsonStringify, type Output, unsecret } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { Scope } from "../../contracts/common";
import type { PoolHandle, PostgresArgs, PostgresHandle, StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { ready } from "../../shared/ordering";
import { PoolCertificate } from "../../shared/pool-certificate";
import { poolAddress, poolPodsIn } from "../../shared/pool-place";
import { GcpKey } from "./key";
import type { GcpKeyRing } from "./key-ring";
import { labelled } from "./labels";
import { GcpSecret } from "./secret";

export interface GcpPostgresArgs extends PostgresArgs {
  readonly scope: Scope;
  /** What the store is called, without the stack's name. */
  readonly store: string;
  readonly placement: StorePlacement;
  readonly ring: GcpKeyRing;
  /** The key of the stack's secrets. */
  readonly secretsKey: GcpKey;
}

const PORT = 5432;
const USERNAME = "slipway";

/** Days of write-ahead logs: the most that the Enterprise edition keeps. */
const MOST_LOG_DAYS = 7;

/** Days for which a last backup outlives its instance. */
const FINAL_BACKUP_DAYS = 30;

/** PostgreSQL on Cloud SQL: a private address only, TLS only, under a key of its own, restorable to any moment. */
export class GcpPostgres extends BaseComponent implements PostgresHandle {
  readonly kind = "postgres";
  readonly host: Output<string>;
  readonly readerHost: Output<string>;
  readonly port = PORT;
  readonly database: string;
  readonly secretId: Output<string>;
  readonly cidrs: PostgresHandle["cidrs"];
  /** Each instance has an authority of its own, which signs nothing else; its certificate names no address. */
  readonly sslMode = "verify-ca";
  readonly ca: Output<string>;
  readonly pool?: PoolHandle;

  constructor(
    private readonly name: string,
    private readonly args: GcpPostgresArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:gcp:Postgres", name, opts);
    const { scope, ring, placement } = args;
    const key = new GcpKey(`${name}-key`, { scope, ring, services: ["sqladmin.googleapis.com"] }, { parent: this });
    const primary = this.primary(key);
    const replicas = Array.from({ length: args.replicas }, (_, index) => this.replica(index + 1, primary));

    this.host = primary.privateIpAddress;
    this.readerHost = (replicas[0] ?? primary).privateIpAddress;
    this.database = args.database;
    this.secretId = this.open(primary);
    this.cidrs = placement.network.dataCidrs;
    // The provider takes them for secrets, which certificates are not.
    const authorities = unsecret(all([primary, ...replicas].map(({ serverCaCerts }) => serverCaCerts))).apply(
      (instances) => instances.flatMap((certificates) => certificates.map(({ cert }) => cert)).join("\n"),
    );
    const before = args.pool && this.poolBefore();
    this.pool = before?.pool;
    // Clients trust who signs what the pool shows too: it may be the one that they speak to.
    this.ca = before ? interpolate`${authorities}\n${before.pem}` : authorities;
    this.registerOutputs({
      kind: this.kind,
      host: this.host,
      readerHost: this.readerHost,
      port: this.port,
      database: this.database,
      secretId: this.secretId,
      cidrs: this.cidrs,
    });
  }

  private primary(key: GcpKey): sql.DatabaseInstance {
    const { scope, version, placement, backupDays, backupWindow, multiZone } = this.args;
    return new sql.DatabaseInstance(
      this.name,
      {
        region: scope.region,
        databaseVersion: `POSTGRES_${version}`,
        encryptionKeyName: key.id,
        // The provider's own flag; the cloud's is among the settings.
        deletionProtection: scope.protect,
        settings: {
          ...this.common(this.name),
          availabilityType: multiZone ? "REGIONAL" : "ZONAL",
          deletionProtectionEnabled: scope.protect,
          backupConfiguration: {
            enabled: true,
            startTime: backupWindow.slice(0, 5),
            location: scope.region,
            pointInTimeRecoveryEnabled: true,
            transactionLogRetentionDays: Math.min(backupDays, MOST_LOG_DAYS),
            backupRetentionSettings: { retainedBackups: backupDays, retentionUnit: "COUNT" },
          },
          finalBackupConfig: leavesBackup(scope)
            ? { enabled: true, retentionDays: FINAL_BACKUP_DAYS }
            : { enabled: false },
          maintenanceWindow: maintenanceWindow(this.args.maintenanceWindow),
        },
      },
      this.child({
        protect: scope.protect,
        // Its private address needs the network's peering, which must outlive it.
        dependsOn: [...ready(placement.network), ...key.grants],
        customTimeouts: { create: "60m", update: "60m", delete: "60m" },
      }),
    );
  }

  /** A replica has no data of its own: it is neither protected nor backed up, so that there can be fewer of them again. */
  private replica(number: number, primary: sql.DatabaseInstance): sql.DatabaseInstance {
    const { scope, version, placement } = this.args;
    const name = `${this.name}-replica-${number}`;
    return new sql.DatabaseInstance(
      name,
      {
        region: scope.region,
        databaseVersion: `POSTGRES_${version}`,
        masterInstanceName: primary.name,
        deletionProtection: false,
        settings: { ...this.common(name), availabilityType: "ZONAL" },
      },
      this.child({
        dependsOn: [...ready(placement.network)],
        customTimeouts: { create: "60m", update: "60m", delete: "60m" },
      }),
    );
  }

  /** PgBouncer in the cluster, which the workloads' layer runs: here is what it is called, and what it shows clients. */
  private poolBefore(): { readonly pool: PoolHandle; readonly pem: Output<string> } {
    const { scope, store, secretsKey, replicas } = this.args;
    const name = `${this.name}-pool`;
    const host = poolAddress(scope.app, store);
    const { pem, value } = new PoolCertificate(name, host, { parent: this });
    const { id, version } = new GcpSecret(
      `${name}-certificate`,
      { scope, secretName: `store-${store}-pool`, key: secretsKey, value },
      { parent: this },
    );
    const certificate = { id, ...(version !== undefined && { version }) };
    return {
      pem,
      pool: { host, port: PORT, readsPast: replicas > 0, pods: poolPodsIn(scope.app, store), certificate },
    };
  }

  /** What a primary and a replica have alike. */
  private common(name: string) {
    const { scope, placement, instanceClass, storageGb, maxStorageGb } = this.args;
    return {
      tier: instanceClass,
      edition: "ENTERPRISE",
      diskType: "PD_SSD",
      diskSize: storageGb,
      diskAutoresize: true,
      diskAutoresizeLimit: maxStorageGb,
      ipConfiguration: {
        ipv4Enabled: false,
        privateNetwork: placement.network.id,
        sslMode: "ENCRYPTED_ONLY",
      },
      databaseFlags: [
        { name: "cloudsql.iam_authentication", value: "on" },
        // Milliseconds from which a statement is logged as slow.
        { name: "log_min_duration_statement", value: "1000" },
        { name: "log_lock_waits", value: "on" },
      ],
      insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: false, recordClientAddress: false },
      userLabels: labelled(scope.tags, name),
    };
  }

  /** The database, its one user, and the secret that workloads read. Letters and digits only: it ends up in URLs. */
  private open(primary: sql.DatabaseInstance): Output<string> {
    const { scope, database, secretsKey } = this.args;
    const password = new random.RandomPassword(`${this.name}-password`, { length: 40, special: false }, this.child());
    const made = new sql.Database(
      `${this.name}-database`,
      // Both go with the instance: PostgreSQL refuses to drop what is in use, or a user that owns something.
      { instance: primary.name, name: database, deletionPolicy: "ABANDON" },
      this.child(),
    );
    const user = new sql.User(
      `${this.name}-user`,
      { instance: primary.name, name: USERNAME, password: password.result, deletionPolicy: "ABANDON" },
      this.child(),
    );
    return new GcpSecret(
      `${this.name}-login`,
      {
        scope,
        secretName: `${this.name.slice(scope.name.length + 1)}-login`,
        key: secretsKey,
        value: jsonStringify({ username: USERNAME, password: password.result }),
      },
      { parent: this, dependsOn: [made, user] },
    ).id;
  }
}

/** Lifting the protection must not take the last backup away too: it has to be lifted before a destroy. */
function leavesBackup({ protect, environment }: Scope): boolean {
  return protect || environment !== "dev";
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Cloud SQL has windows of one hour, that begin on the hour. */
function maintenanceWindow(window: string): { day: number; hour: number; updateTrack: string } {
  const [day = "sun", hour = "3"] = window.split("-")[0]!.split(":");
  return { day: DAYS.indexOf(day) + 1, hour: Number(hour), updateTrack: "stable" };
}
