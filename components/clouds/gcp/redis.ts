import * as redis from "@pulumi/gcp/redis";
import { jsonStringify, type Output } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import type { RedisArgs, RedisHandle, StorePlacement } from "../../contracts/stores";
import { BaseComponent, type ComponentOpts } from "../../shared/base-component";
import { physicalName } from "../../shared/naming";
import { ready } from "../../shared/ordering";
import { GcpKey } from "./key";
import type { GcpKeyRing } from "./key-ring";
import { labelled } from "./labels";
import { GcpSecret } from "./secret";

export interface GcpRedisArgs extends RedisArgs {
  readonly scope: Scope;
  readonly placement: StorePlacement;
  readonly ring: GcpKeyRing;
  /** The key of the stack's secrets. */
  readonly secretsKey: GcpKey;
}

/** Memorystore listens here where it speaks TLS. */
const PORT = 6378;

/** GiB from which an instance can have replicas that are read from. */
export const READABLE_FROM_GB = 5;

const DAYS: Readonly<Record<string, string>> = {
  mon: "MONDAY",
  tue: "TUESDAY",
  wed: "WEDNESDAY",
  thu: "THURSDAY",
  fri: "FRIDAY",
  sat: "SATURDAY",
  sun: "SUNDAY",
};

/** Redis on Memorystore: TLS only, with a password, under a key of its own; with replicas one takes over by itself. */
export class GcpRedis extends BaseComponent implements RedisHandle {
  readonly kind = "redis";
  readonly host: Output<string>;
  readonly readerHost: Output<string>;
  readonly port = PORT;
  readonly secretId: Output<string>;
  readonly cidrs: RedisHandle["cidrs"];
  readonly ca: Output<string>;

  constructor(name: string, args: GcpRedisArgs, opts?: ComponentOpts) {
    super("slipway:gcp:Redis", name, opts);
    const { scope, ring, placement, secretsKey } = args;
    const key = new GcpKey(`${name}-key`, { scope, ring, services: ["redis.googleapis.com"] }, { parent: this });
    const memory = Number(args.nodeType);
    const readable = args.replicas > 0 && memory >= READABLE_FROM_GB;
    const instance = new redis.Instance(
      name,
      {
        name: physicalName([name], 40),
        region: scope.region,
        tier: args.replicas > 0 ? "STANDARD_HA" : "BASIC",
        memorySizeGb: memory,
        redisVersion: `REDIS_${args.version.replace(".", "_")}`,
        ...(readable && { readReplicasMode: "READ_REPLICAS_ENABLED", replicaCount: args.replicas }),
        authEnabled: true,
        transitEncryptionMode: "SERVER_AUTHENTICATION",
        connectMode: "PRIVATE_SERVICE_ACCESS",
        authorizedNetwork: placement.network.id,
        customerManagedKey: key.id,
        persistenceConfig: { persistenceMode: "RDB", rdbSnapshotPeriod: "TWELVE_HOURS" },
        // What has a lifetime (cached values) may go when memory is full; what has none (queued jobs) never does.
        redisConfigs: { "maxmemory-policy": "volatile-lru" },
        maintenancePolicy: { weeklyMaintenanceWindows: [weekly(args.maintenanceWindow)] },
        deletionProtection: scope.protect,
        labels: labelled(scope.tags, name),
      },
      this.child({
        protect: scope.protect,
        // Its name is fixed, so a replacement has to wait until the old one is gone.
        deleteBeforeReplace: true,
        dependsOn: [...ready(placement.network), ...key.grants],
        customTimeouts: { create: "40m", update: "40m", delete: "40m" },
      }),
    );

    this.host = instance.host;
    this.readerHost = readable ? instance.readEndpoint : instance.host;
    this.cidrs = placement.network.dataCidrs;
    this.ca = instance.serverCaCerts.apply((certificates) => certificates.map(({ cert }) => cert ?? "").join("\n"));
    this.secretId = new GcpSecret(
      `${name}-auth`,
      {
        scope,
        secretName: `${name.slice(scope.name.length + 1)}-auth`,
        key: secretsKey,
        value: jsonStringify({ token: instance.authString }),
      },
      { parent: this },
    ).id;
    this.registerOutputs({
      kind: this.kind,
      host: this.host,
      readerHost: this.readerHost,
      port: this.port,
      secretId: this.secretId,
      cidrs: this.cidrs,
    });
  }
}

/** Memorystore has windows of one hour. */
function weekly(window: string) {
  const [day = "sun", hours = "3", minutes = "0"] = window.split("-")[0]!.split(":");
  return { day: DAYS[day]!, startTime: { hours: Number(hours), minutes: Number(minutes), seconds: 0, nanos: 0 } };
}
