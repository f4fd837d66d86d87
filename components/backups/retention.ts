import type { ExpiryRule, Keep, Tier } from "../contracts/backups";
import { tiers } from "../contracts/backups";

const DAY = 86_400_000;

/** Tiers that a daily backup is kept as: weekly too on Sundays, monthly too on the first (UTC). `backup.sh` does the same. */
export function tiersOfDaily(started: Date, keep: Keep): readonly Tier[] {
  return [
    "daily",
    ...(keep.weekly !== undefined && started.getUTCDay() === 0 ? (["weekly"] as const) : []),
    ...(keep.monthly !== undefined && started.getUTCDate() === 1 ? (["monthly"] as const) : []),
  ];
}

/** Where the backups of a store lie, tier by tier, and when they go: what the bucket is told. */
export function expiryOf(store: string, keep: Keep): readonly ExpiryRule[] {
  return tiers.flatMap((tier) => {
    const days = keep[tier];
    return days === undefined ? [] : [{ name: `${store}-${tier}`, prefix: `${tier}/${store}/`, days }];
  });
}

/**
 * When a bucket forgets what was written then: as S3 does it, `days` later, and then at the next midnight (UTC), so nothing
 * goes before its time (Amazon S3 user guide, "Setting lifecycle configuration on a bucket", calculation of an object's
 * age). Cloud Storage and Blob Storage count alike, but by the second.
 */
export function forgottenAt(written: Date, days: number): Date {
  const due = written.getTime() + days * DAY;
  return new Date(Math.ceil(due / DAY) * DAY);
}

/** Which of the objects the bucket still holds. What no rule speaks of stays. */
export function held<T extends { readonly path: string; readonly written: Date }>(
  objects: readonly T[],
  rules: readonly ExpiryRule[],
  now: Date,
): readonly T[] {
  return objects.filter(({ path, written }) =>
    rules.every(({ prefix, days }) => !path.startsWith(prefix) || now < forgottenAt(written, days)),
  );
}
