import { z } from "zod";
import { dailyWindow, name, oneOf, weeklyWindow, whole } from "./fields";

/**
 * What a store of each kind can be told, whatever the cloud. A cloud adds its own way to say how big
 * (`stacks/config/clouds/<cloud>.ts`).
 */
export const sizes = ["small", "medium", "large", "xlarge"] as const;

/** T-shirt size; each cloud has its own table of what that means. */
export const size = oneOf(sizes, { description: "How big: the cloud's table says which class that is." });

const passwords = (of: string) =>
  z
    .string()
    .min(1)
    .max(60)
    .optional()
    .meta({
      description: `Any text, such as a date: with another one every workload's ${of} gets a new password. Default: they stay.`,
    });

const restoreFrom = z.string().min(3).max(300).optional().meta({
  description:
    "Snapshot that the store is made from: an ARN on AWS; `<app>-<stack>/<store>` in the cluster, whose backups and logs are read from the bucket. It counts when the store is made: changed or taken out later, nothing happens to it.",
});

const databaseName = (description: string) =>
  z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/)
    .optional()
    .meta({
      description,
      allowed: "a–z, 0–9 and _, beginning with a letter",
      mend: "write it like shop_orders",
    });

export const postgresFields = {
  kind: z.literal("postgres"),
  version: oneOf(["15", "16", "17", "18"], { description: "Major version of PostgreSQL." }),
  storageGb: whole(20, 65536, { description: "GiB of disk at first." }),
  maxStorageGb: whole(20, 65536, { description: "GiB that the disk may grow to by itself." }),
  multiZone: z.boolean().meta({ description: "A standby in another zone, taking over by itself." }),
  replicas: whole(0, 5, { description: "Read replicas." }),
  backupDays: whole(1, 35, { description: "Days of automated backups, and of point-in-time recovery." }),
  backupWindow: dailyWindow,
  maintenanceWindow: weeklyWindow,
  database: databaseName("Name of the database. Default: the app's name, with _ for -."),
  pool: z
    .strictObject({
      percent: whole(10, 90, {
        description: "Percent of the connections that the server takes which it may hold.",
      }).default(70),
    })
    .optional()
    .meta({
      description:
        "A pool that shares the server's connections among workloads, a transaction at a time: RDS Proxy on AWS, elsewhere PgBouncer. `pool: {}` is enough.",
    }),
  restoreFrom,
  passwords: passwords("role"),
};

export const redisFields = {
  kind: z.literal("redis"),
  engine: oneOf(["valkey", "redis"], { description: "Valkey is the open fork, and cheaper on AWS." }),
  version: oneOf(["7.1", "7.2", "8.0", "8.1"], { description: "Engine version: Redis 7.1; Valkey 7.2, 8.0 or 8.1." }),
  replicas: whole(0, 5, { description: "Replicas beside the primary; with one or more, failover is automatic." }),
  snapshotDays: whole(1, 35, { description: "Days that snapshots are kept." }),
  restoreFrom,
  logins: oneOf(["shared", "perWorkload"], {
    description:
      "perWorkload: each workload that uses it has a user of its own, called after it, and nobody else gets in. shared: all of them have one password.",
  }).default("shared"),
  passwords: passwords("user"),
  maintenanceWindow: weeklyWindow,
};

export const mongodbFields = {
  kind: z.literal("mongodb"),
  replicas: whole(0, 6, {
    description: "Members beside the first one; with one or more, another takes over by itself.",
  }),
  backupDays: postgresFields.backupDays,
  backupWindow: dailyWindow,
  maintenanceWindow: weeklyWindow,
  database: databaseName("Name of the database that workloads use. Default: the app's name, with _ for -."),
  passwords: postgresFields.passwords,
};

export const bucketFields = {
  kind: z.literal("bucket"),
  oldVersionDays: whole(1, 3650, { description: "Days after which an old version of an object is removed." }),
  coldAfterDays: whole(30, 3650, { description: "Days after which objects move to cheaper storage." }).optional(),
  expireAfterDays: whole(1, 36500, { description: "Days after which objects are removed." }).optional(),
};

/** Name of a store: what `uses:` says, and the prefix of the variables that a workload gets. */
export const storeName = name("the name of a store", 20);
