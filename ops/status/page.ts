/** What the one page of `ops status` says. */

/** A part of the status: what there is, or why it could not be read. */
export type Part<T> = { readonly items: readonly T[] } | { readonly unknown: string };

export interface Release {
  readonly namespace: string;
  readonly name: string;
  /** Helm's own word: `deployed`, `failed`, `pending-upgrade`, … */
  readonly status: string;
  readonly revision: number;
}

export interface WorkloadStatus {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly ready: number;
  readonly desired: number;
}

export interface Firing {
  readonly name: string;
  readonly severity: string;
  readonly summary: string;
  /** When it began, ISO 8601. */
  readonly since: string;
  /** Who says so: the cluster's Alertmanager, or the cloud. */
  readonly from: "cluster" | "cloud";
}

export interface Backup {
  readonly store: string;
  readonly tier: string;
  readonly ageHours: number;
}

export interface Certificate {
  readonly namespace: string;
  readonly name: string;
  /** Whole days that it still holds; none: not issued yet. */
  readonly days?: number;
  readonly ready: boolean;
}

/** Everything on the page. */
export interface Status {
  readonly project: string;
  readonly stack: string;
  readonly resources: number;
  /** When the stack was last updated, ISO 8601; none where the state does not tell. */
  readonly updated?: string;
  /** Operations that an update which was cut off left behind. */
  readonly pending: number;
  readonly releases: Part<Release>;
  readonly workloads: Part<WorkloadStatus>;
  readonly alerts: Part<Firing>;
  readonly backups: Part<Backup>;
  readonly certificates: Part<Certificate>;
  /** What is wrong, one sentence each; empty: all is well. */
  readonly wrong: readonly string[];
}
