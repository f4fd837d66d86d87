/**
 * What backups are kept as: the first part of their path in the bucket. `weekly` and `monthly` are copies of a daily one,
 * `safety` is what people take before they change something.
 */
export const tiers = ["hourly", "daily", "weekly", "monthly", "safety"] as const;
export type Tier = (typeof tiers)[number];

/** Whole days that a backup of each tier is kept. A tier that is not named is not made. */
export type Keep = Readonly<Partial<Record<Tier, number>>>;

/** Backups of one tier that the operator of a store takes and forgets by itself. */
export interface OperatedTier {
  readonly tier: Exclude<Tier, "safety">;
  /** When, as cron says it, in UTC. */
  readonly schedule: string;
  /** How many are kept: the oldest goes when one more is there. */
  readonly count: number;
}

/** What an operator is told of the backups that it takes. */
export interface OperatedBackups {
  readonly tiers: readonly OperatedTier[];
  /** Days that those are kept which people take by its means: `npm run ops -- backup`. */
  readonly safetyDays: number;
}

/** One rule by which a bucket forgets: what lies below a prefix, so many days after it was written. */
export interface ExpiryRule {
  readonly name: string;
  readonly prefix: string;
  readonly days: number;
}

/** The bucket that backups go to. Nobody of the stack can delete from it: it forgets by rules alone. */
export interface BackupBucketArgs {
  readonly expiry: readonly ExpiryRule[];
  /**
   * Days for which no object can be deleted or overwritten by anybody (object lock). It can be longer later, never off.
   * @default not locked
   */
  readonly lockDays?: number;
  /** `governance`: who has a special right may lift the lock; `compliance`: nobody may. */
  readonly lockMode: "governance" | "compliance";
  /** Region of a second bucket that everything is copied to. @default none */
  readonly copyTo?: string;
}

/** Backups by the cloud's own service, in vaults that are apart from what they protect. */
export interface BackupVaultArgs {
  /** Databases of clusters are among what is backed up. @default none are */
  readonly clusters?: boolean;
  /** Whole days that a recovery point is kept, in the vault and in its copies. */
  readonly days: number;
  /** When the daily one begins, `hh:mm`, UTC. */
  readonly at: string;
  /** Point-in-time recovery from the vault as well, as far back as the service allows (35 days). */
  readonly continuous: boolean;
  /** Region of a second vault that everything is copied to. @default none */
  readonly copyTo?: string;
  /** Ids of vaults, of other accounts, that everything is copied to: ARNs on AWS. @default none */
  readonly copyToVaults: readonly string[];
  /**
   * Days for which nothing can be taken out of the vaults. `compliance`: nobody can lift the lock, three days after it was
   * made. @default not locked
   */
  readonly lock?: { readonly days: number; readonly mode: "governance" | "compliance" };
}
