import * as postgresql from "@pulumi/azure-native/dbforpostgresql";
import { type Input, jsonStringify, type Output, type Resource } from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { PoolHandle, PostgresArgs, PostgresHandle, StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { named } from "../../shared/tags";
import { azureAuthorities } from "./authorities";
import { AzureEncryption } from "./key";
import { worldName } from "./names";
import { type AzurePlace, at } from "./place";
import { AzurePrivateEndpoint, type AzurePrivateZone } from "./private-link";
import { AzureSecret } from "./secret";
import type { AzureVault } from "./vault";

export interface AzurePostgresArgs extends PostgresArgs {
  readonly place: AzurePlace;
  /** What the store is called, without the stack's name. */
  readonly store: string;
  readonly placement: StorePlacement;
  readonly zone: AzurePrivateZone;
  readonly keys: AzureVault;
  readonly secrets: AzureVault;
  readonly tenantId: Input<string>;
}

const PORT = 5432;

/** Where a server's own PgBouncer listens. */
export const POOL_PORT = 6432;
const USERNAME = "slipway";

/** Longest name of a server. */
const SERVER_NAME = 63;

/** Extensions that an app may create by itself; Azure refuses any that is not named. */
const EXTENSIONS =
  "BTREE_GIN,BTREE_GIST,CITEXT,HSTORE,LTREE,PGCRYPTO,PG_STAT_STATEMENTS,PG_TRGM,UNACCENT,UUID-OSSP,VECTOR";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** The tier that a machine is of, by its name: B for bursts, E with more memory. */
export const tierOf = (sku: string): string =>
  sku.startsWith("Standard_B") ? "Burstable" : sku.startsWith("Standard_E") ? "MemoryOptimized" : "GeneralPurpose";

/** PostgreSQL, flexible server: a private address only, TLS only, under a key of its own, restorable to any moment. */
export class AzurePostgres extends BaseComponent implements PostgresHandle {
  readonly kind = "postgres";
  readonly host: Output<string>;
  readonly readerHost: Output<string>;
  readonly port = PORT;
  readonly database: string;
  readonly secretId: Output<string>;
  readonly cidrs: PostgresHandle["cidrs"];
  readonly sslMode = "verify-full";
  readonly ca = azureAuthorities;
  readonly pool?: PoolHandle;

  constructor(
    private readonly name: string,
    private readonly args: AzurePostgresArgs,
    opts?: ComponentOpts,
  ) {
    super("slipway:azure:Postgres", name, opts);
    const { place, keys, placement } = args;
    const encryption = new AzureEncryption(`${name}-key`, { place, vault: keys }, { parent: this });
    const password = new random.RandomPassword(`${name}-password`, { length: 40, special: false }, this.child());
    const primary = this.primary(encryption, password.result);
    const settled = this.configure(primary);
    const replicas = Array.from({ length: args.replicas }, (_, index) =>
      this.replica(index + 1, primary, encryption, settled),
    );

    this.host = primary.fullyQualifiedDomainName;
    this.readerHost = (replicas[0] ?? primary).fullyQualifiedDomainName;
    this.database = args.database;
    this.secretId = this.open(primary, password.result, settled);
    this.cidrs = placement.network.dataCidrs;
    if (args.pool) this.pool = { host: this.host, port: POOL_PORT, readsPast: args.replicas > 0 };
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

  private primary(encryption: AzureEncryption, password: Output<string>): postgresql.Server {
    const { place, store, version, backupDays, multiZone, tenantId } = this.args;
    const server = new postgresql.Server(
      this.name,
      {
        ...this.common(this.name, encryption),
        serverName: worldName(place.scope, store, SERVER_NAME),
        version,
        createMode: "Default",
        administratorLogin: USERNAME,
        administratorLoginPassword: password,
        authConfig: { activeDirectoryAuth: "Enabled", passwordAuth: "Enabled", tenantId },
        storage: this.disk(),
        backup: { backupRetentionDays: backupDays, geoRedundantBackup: "Disabled" },
        highAvailability: { mode: multiZone ? "ZoneRedundant" : "Disabled" },
        maintenanceWindow: maintenanceWindow(this.args.maintenanceWindow),
      },
      this.child({
        protect: place.scope.protect,
        dependsOn: encryption.grants,
        // Its name is fixed, so a replacement has to wait until the old one is gone.
        deleteBeforeReplace: true,
        customTimeouts: { create: "60m", update: "60m", delete: "60m" },
      }),
    );
    this.connect(this.name, server);
    return server;
  }

  /** A replica has no data of its own: it is neither protected nor backed up, so that there can be fewer of them again. */
  private replica(
    number: number,
    primary: postgresql.Server,
    encryption: AzureEncryption,
    settled: Resource,
  ): postgresql.Server {
    const { place, store } = this.args;
    const name = `${this.name}-replica-${number}`;
    const replica = new postgresql.Server(
      name,
      {
        ...this.common(name, encryption),
        serverName: worldName(place.scope, `${store}-${number}`, SERVER_NAME),
        createMode: "Replica",
        sourceServerResourceId: primary.id,
        storage: this.disk(),
      },
      this.child({
        dependsOn: [...encryption.grants, settled],
        deleteBeforeReplace: true,
        customTimeouts: { create: "60m", update: "60m", delete: "60m" },
      }),
    );
    this.connect(name, replica);
    return replica;
  }

  /** What a primary and a replica have alike. */
  private common(name: string, { key, identityId }: AzureEncryption) {
    const { place, instanceClass } = this.args;
    return {
      ...at(place),
      sku: { name: instanceClass, tier: tierOf(instanceClass) },
      network: { publicNetworkAccess: "Disabled" },
      identity: { type: "UserAssigned", userAssignedIdentities: identityId.apply((id) => ({ [id]: {} })) },
      dataEncryption: { type: "AzureKeyVault", primaryKeyURI: key.uri, primaryUserAssignedIdentityId: identityId },
      tags: named(place.scope.tags, name),
    };
  }

  /** Azure has no limit to growth but its own: where none is wanted it stays as it is. */
  private disk() {
    const { storageGb, maxStorageGb } = this.args;
    return { storageSizeGB: storageGb, autoGrow: maxStorageGb > storageGb ? "Enabled" : "Disabled" };
  }

  private connect(name: string, server: postgresql.Server): void {
    const { place, placement, zone } = this.args;
    new AzurePrivateEndpoint(
      `${name}-endpoint`,
      { place, zone, network: placement.network, service: "postgres", target: server.id },
      { parent: this },
    );
  }

  /** One after the other: a server takes one change at a time. */
  private configure(primary: postgresql.Server): Resource {
    const settings = [
      ["azure.extensions", EXTENSIONS],
      // Milliseconds from which a statement is logged as slow.
      ["log_min_duration_statement", "1000"],
      ["log_lock_waits", "on"],
      ...this.poolSettings(),
    ] as const;
    let last: Resource = primary;
    for (const [configurationName, value] of settings) {
      last = new postgresql.Configuration(
        `${this.name}-${configurationName.replaceAll(/[._]/g, "-")}`,
        {
          resourceGroupName: this.args.place.group,
          serverName: primary.name,
          configurationName,
          value,
          source: "user-override",
        },
        this.child({ dependsOn: [last] }),
      );
    }
    return last;
  }

  /**
   * The server's own PgBouncer, which shows its settings once it is on: in the order of this list, and back again. It has a pool for
   * each role and no limit to all of them together, so each role has its part of what all may hold.
   */
  private poolSettings(): readonly (readonly [name: string, value: string])[] {
    const { pool, placement } = this.args;
    if (!pool) return [];
    const { connections, percent } = pool;
    if (connections === undefined) throw new Error(`${this.name}: a pool's share needs to know what the server takes`);
    const roles = Math.max(1, placement.logins?.length ?? 0);
    return [
      ["pgbouncer.enabled", "true"],
      ["pgbouncer.pool_mode", "transaction"],
      ["pgbouncer.default_pool_size", String(Math.max(1, Math.floor((connections * percent) / 100 / roles)))],
      // Statements that a driver has prepared follow it from connection to connection.
      ["pgbouncer.max_prepared_statements", "200"],
      // Seconds that a query waits for a connection before its client is told that there is none.
      ["pgbouncer.query_wait_timeout", "30"],
      // Drivers of Java send it always.
      ["pgbouncer.ignore_startup_parameters", "extra_float_digits"],
      // What Azure Monitor shows of it.
      ["metrics.pgbouncer_diagnostics", "on"],
    ];
  }

  /** The database, and the secret that workloads read. Letters and digits only: it ends up in URLs. */
  private open(primary: postgresql.Server, password: Output<string>, settled: Resource): Output<string> {
    const { place, database, secrets, store } = this.args;
    const made = new postgresql.Database(
      `${this.name}-database`,
      {
        resourceGroupName: place.group,
        serverName: primary.name,
        databaseName: database,
        charset: "UTF8",
        collation: "en_US.utf8",
      },
      this.child({ dependsOn: [settled], protect: place.scope.protect }),
    );
    return new AzureSecret(
      `${this.name}-login`,
      {
        place,
        vault: secrets,
        secretName: `store-${store}-login`,
        value: jsonStringify({ username: USERNAME, password }),
      },
      { parent: this, dependsOn: [made] },
    ).id;
  }
}

function maintenanceWindow(window: string) {
  const [day = "sun", hour = "3", minute = "0"] = window.split("-")[0]!.split(":");
  return {
    customWindow: "Enabled",
    dayOfWeek: DAYS.indexOf(day),
    startHour: Number(hour),
    startMinute: Number(minute),
  };
}
