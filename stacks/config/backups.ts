import { z } from "zod";
import { oneOf, whole } from "./fields";
import { storeName } from "./stores";

const days = (description: string) => whole(1, 3650, { description });

const keep = z
  .strictObject({
    hourly: days("Days that hourly backups are kept.").default(2),
    daily: days("Days that daily backups are kept.").default(7),
    weekly: days("Days that those of Sundays are kept; 0: none.").or(z.literal(0)).default(30),
    monthly: days("Days that those of the first of a month are kept; 0: none.").or(z.literal(0)).default(90),
    safety: days("Days that those are kept which are taken by hand and before a restore.").default(30),
  })
  .meta({ description: "Whole days that backups of each tier are kept; each lasts on to the next midnight (UTC)." });

const store = z
  .strictObject({
    at: z
      .string()
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
      .default("02:00")
      .meta({ description: "When the daily backup begins, UTC.", allowed: "a time, UTC", mend: "write it like 02:00" }),
    hourly: z.boolean().default(false).meta({ description: "One each hour besides, kept for `keep.hourly` days." }),
    keep: keep.prefault({}),
    rows: oneOf(["hash", "count"], {
      description:
        "How a restore of a PostgreSQL is proved: each row hashed, or rows counted, which spares the database a read. Documents of a MongoDB are always counted.",
    }).default("hash"),
    drill: oneOf(["weekly", "monthly", "off"], {
      description:
        "How often the newest backup is restored into a scratch database, and proved. Default: weekly; of a MongoDB in the cluster off, since its operator restores in place alone.",
    }).optional(),
    maxHours: whole(1, 24, { description: "Hours after which a backup or a restore is ended." }).default(6),
  })
  .meta({ description: "Backups of one store; {} takes every default." });

/** Clouds write them differently; the cloud refuses one that it does not have. */
const region = z
  .string()
  .regex(/^[a-z][a-z0-9-]{3,30}$/)
  .meta({ allowed: "a region of the stack's cloud", mend: "write it like eu-central-1" });

/** A vault of AWS Backup, of another account. */
const vaultId = z
  .string()
  .regex(/^arn:aws(?:-cn|-us-gov)?:backup:[a-z0-9-]+:\d{12}:backup-vault:[\w-]{2,50}$/)
  .meta({
    allowed: "the ARN of a backup vault",
    mend: "write it like arn:aws:backup:eu-west-1:444455556666:backup-vault:copies",
  });

const vault = z
  .strictObject({
    days: whole(7, 3650, {
      description: "Days that a recovery point is kept, in the vault and in its copies.",
    }).default(35),
    at: z
      .string()
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
      .default("04:00")
      .meta({ description: "When the daily one begins, UTC.", allowed: "a time, UTC", mend: "write it like 04:00" }),
    continuous: z.boolean().default(false).meta({
      description: "Point-in-time recovery from the vault too, for 35 days at most. RDS keeps its own beside it.",
    }),
    copyTo: region.optional().meta({ description: "Region of a second vault that everything is copied to." }),
    copyToVaults: z.array(vaultId).default([]).meta({
      description: "Vaults of other accounts that everything is copied to. They must allow it by their own policy.",
    }),
    lock: z
      .strictObject({
        days: whole(1, 3650, { description: "Days for which nothing can be taken out." }),
        mode: oneOf(["governance", "compliance"], {
          description: "Whether a special right lifts the lock; compliance is final after three days.",
        }).default("governance"),
      })
      .optional()
      .meta({ description: "Vault lock." }),
  })
  .meta({
    description: "Backups of databases, buckets and disks by the cloud's own service (AWS Backup), in a vault apart.",
  });

/** Logical backups by jobs of the cluster, beside what the cloud's stores keep themselves. */
export const backups = z
  .strictObject({
    stores: z.record(storeName, store).default({}).meta({
      description:
        "PostgreSQL and MongoDB stores that jobs back up, and MongoDB in the cluster that its operator does, by name, each with its own times.",
    }),
    lockDays: whole(1, 3650, {
      description:
        "Days for which nobody can delete or overwrite a backup (object lock). Decided with the bucket: to switch it on or off later, the bucket is made anew.",
    }).optional(),
    lockMode: oneOf(["governance", "compliance"], {
      description: "Whether a special right lifts the lock, or nothing does.",
    }).default("governance"),
    copyTo: region.optional().meta({ description: "Region of a second bucket that every backup is copied to." }),
    vault: vault.optional(),
  })
  .meta({
    description:
      "Logical backups (pg_dump, mongodump; Percona Backup for MongoDB in the cluster) to a bucket of their own, encrypted and versioned, by tiers: hourly, daily, weekly, monthly, safety. See docs/guides/backups.md.",
  });
