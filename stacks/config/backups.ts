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
      description: "How a restore is proved: each row hashed, or rows counted, which spares the database a read.",
    }).default("hash"),
    drill: oneOf(["weekly", "monthly", "off"], {
      description: "How often the newest backup is restored into a scratch database, and proved.",
    }).default("weekly"),
    maxHours: whole(1, 24, { description: "Hours after which a backup or a restore is ended." }).default(6),
  })
  .meta({ description: "Backups of one store; {} takes every default." });

/** Logical backups by jobs of the cluster, beside what the cloud's stores keep themselves. */
export const backups = (region: z.ZodType<string>) =>
  z
    .strictObject({
      stores: z
        .record(storeName, store)
        .meta({ description: "PostgreSQL stores that jobs back up, by name, each with its own times." }),
      lockDays: whole(1, 3650, {
        description:
          "Days for which nobody can delete or overwrite a backup (object lock). Decided with the bucket: to switch it on or off later, the bucket is made anew.",
      }).optional(),
      lockMode: oneOf(["governance", "compliance"], {
        description: "Whether a special right lifts the lock, or nothing does.",
      }).default("governance"),
      copyTo: region.optional().meta({ description: "Region of a second bucket that every backup is copied to." }),
    })
    .meta({
      description:
        "Logical backups (pg_dump) to a bucket of their own, encrypted and versioned, by tiers: hourly, daily, weekly, monthly, safety. See docs/guides/backups.md.",
    });
