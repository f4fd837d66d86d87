import { join, relative } from "node:path";
import { type ChartKey, type ChartPin, charts } from "./versions";

/** Where Helm finds a chart, in the terms of `helm.v3.Release`. */
export interface ChartSource {
  /** A name (with `repo`), an `oci://` reference, or a path. */
  readonly chart: string;
  readonly version?: string;
  readonly repo?: string;
}

/**
 * Where a pinned chart comes from.
 *
 * @param mirror the public setting `chartMirror`: an `https://` or `oci://` repository, or a folder, that serves every
 *   chart under its own name instead of its own repository. A folder holds the archives that `helm pull` writes:
 *   `<chart>-<version>.tgz`, so that the pin holds there too. Air-gapped users and tests need it.
 */
export function chartSource(chart: ChartKey | ChartPin, mirror?: string): ChartSource {
  const pin: ChartPin = typeof chart === "string" ? charts[chart] : chart;
  const repo = (mirror ?? pin.repo).replace(/\/+$/, "");
  if (repo.startsWith("oci://")) return { chart: `${repo}/${pin.chart}`, version: pin.version };
  if (/^https?:\/\//.test(repo)) return { chart: pin.chart, version: pin.version, repo };
  return { chart: `${repo}/${pin.chart}-${pin.version}.tgz` };
}

/**
 * A chart of Slipway's own, as seen from the folder in which the program runs: the same on every machine, so state does
 * not differ.
 */
export function ownChart(name: "backup" | "pool" | "roles" | "store" | "workload"): { readonly path: string } {
  return { path: `./${relative(process.cwd(), join(__dirname, "../../charts", name))}` };
}
