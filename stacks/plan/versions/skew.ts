import { type ChartKey, type ChartPin, charts } from "../../../components/helm/versions";
import {
  type ChartSupport,
  type CloudSupport,
  chartSupport,
  type KubernetesRange,
  kubernetesSupport,
  postgresSupport,
} from "./support";

/** Days before the end of support from which on it is said. */
export const NOTICE_DAYS = 90;

/** What a stack runs, as far as versions go. */
export interface VersionsInput {
  readonly cloud: string;
  readonly kubernetes: string;
  /** Charts that its add-ons are released from. */
  readonly charts: readonly ChartKey[];
  /** Name of a store → major version of PostgreSQL. */
  readonly postgres: Readonly<Record<string, string>>;
}

/** One thing with a version, beside the cluster's. */
export interface VersionRow {
  readonly what: string;
  readonly version: string;
  /** Kubernetes versions that it is said to run on: `1.33–1.36`, `1.22 or newer`; none where it has nothing to do with it. */
  readonly kubernetes?: string;
  readonly fits: "yes" | "untested" | "refused";
  /** Last day of support (UTC), where one is announced. */
  readonly ends?: string;
  readonly source: string;
}

/** Something to be said about a version. */
export interface VersionFinding {
  /** `error`: the two do not work together; `warning`: untested, or support has ended or soon will. */
  readonly level: "error" | "warning";
  /** Path in the config that mends it. */
  readonly path: string;
  readonly message: string;
  readonly allowed: string;
  readonly mend: string;
}

/** Versions of a stack, and what is wrong with them. */
export interface VersionsReport {
  readonly rows: readonly VersionRow[];
  readonly findings: readonly VersionFinding[];
}

/** The table, so that a test can give another. */
export interface SupportTable {
  readonly charts: Readonly<Partial<Record<ChartKey, ChartSupport>>>;
  readonly kubernetes: Readonly<Record<string, Readonly<Record<string, CloudSupport>>>>;
  readonly postgres: Readonly<Record<string, Readonly<Record<string, CloudSupport>>>>;
}

const ours: SupportTable = { charts: chartSupport, kubernetes: kubernetesSupport, postgres: postgresSupport };

/**
 * Holds the versions of a stack against the table. Pure.
 * @param now decides what has ended; left out, nothing is said of the end of support
 */
export function versionsOf(input: VersionsInput, now?: Date, table: SupportTable = ours): VersionsReport {
  const own = input.charts.map((key) => chartRow(key, charts[key], table.charts[key], input.kubernetes));
  const rows: Row[] = [
    supportRow("Kubernetes", input.kubernetes, "cluster.version", table.kubernetes[input.cloud]?.[input.kubernetes]),
    ...own,
    ...Object.entries(input.postgres).map(([store, version]) =>
      supportRow(`PostgreSQL of ${store}`, version, `stores.${store}.version`, table.postgres[input.cloud]?.[version]),
    ),
  ];
  return {
    rows: rows.map(({ path: _, after: __, ...row }) => row),
    findings: [
      ...own.flatMap((row) => misfit(row, input.kubernetes)),
      ...(now ? rows.flatMap((row) => ending(row, now)) : []),
    ],
  };
}

/** A row, where config says its version, and what comes after the end of its support. */
type Row = VersionRow & { readonly path: string; readonly after?: string };

function chartRow(key: ChartKey, pin: ChartPin, support: ChartSupport | undefined, kubernetes: string): Row {
  const lowest = /^>=\s*v?(\d+\.\d+)/.exec(pin.kubernetes ?? "")?.[1];
  const range: Partial<KubernetesRange> = support?.kubernetes ?? (lowest ? { from: lowest } : {});
  const outside =
    (range.from !== undefined && older(kubernetes, range.from)) ||
    (range.to !== undefined && older(range.to, kubernetes));
  return {
    ...{ what: `chart ${key}`, version: pin.version, path: "cluster.version" },
    ...(range.from ? { kubernetes: range.to ? `${range.from}–${range.to}` : `${range.from} or newer` } : {}),
    fits: outside ? (support?.outside ?? "refused") : "yes",
    ...(support?.ends ? { ends: support.ends, after: "a newer release of Slipway brings a newer chart" } : {}),
    source: support?.source ?? `the chart's own Chart.yaml, ${pin.repo}`,
  };
}

function supportRow(what: string, version: string, path: string, support: CloudSupport | undefined): Row {
  return {
    ...{ what, version, path, fits: "yes" },
    ...(support ? { ends: support.ends } : {}),
    ...(support?.extended ? { after: `until ${support.extended.ends} ${support.extended.note}` } : {}),
    source: support?.source ?? "no day is announced",
  };
}

function misfit({ what, version, fits, kubernetes: range, path }: Row, kubernetes: string): VersionFinding[] {
  if (fits === "yes") return [];
  const refused = fits === "refused";
  return [
    {
      level: refused ? "error" : "warning",
      path,
      message: `${what} ${version} ${refused ? "does not run" : "has not been tested by its makers"} on Kubernetes ${kubernetes}`,
      allowed: `Kubernetes ${range}, for ${what} ${version}`,
      mend: `choose a version of Kubernetes that it ${refused ? "runs" : "was tested"} on, or switch the add-on off`,
    },
  ];
}

function ending({ what, version, ends, after, path }: Row, now: Date): VersionFinding[] {
  if (ends === undefined) return [];
  const days = Math.ceil((Date.parse(`${ends}T23:59:59Z`) - now.getTime()) / 86_400_000);
  if (days > NOTICE_DAYS) return [];
  const when = days < 0 ? `ended on ${ends}` : `ends on ${ends}, in ${days} days`;
  return [
    {
      ...{ level: "warning", path },
      message: `support of ${what} ${version} ${when}`,
      allowed: "a version that is still looked after",
      mend: `plan the upgrade${after ? `; ${after}` : ""}`,
    },
  ];
}

/** Whether one Kubernetes version is below another: 1.9 is older than 1.10. */
function older(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}
