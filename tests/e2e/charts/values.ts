/** Finds values that a chart takes no notice of: Helm says nothing of them. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";

type Tree = Readonly<Record<string, unknown>>;

/** What the cluster serves besides Kubernetes itself, in the forms that charts ask for. */
const API_VERSIONS = ["monitoring.coreos.com/v1", "monitoring.coreos.com/v1/ServiceMonitor"];

/**
 * Paths of values that change nothing: a key that the chart's own values (and those of the charts in it) do not have and
 * that no template reads, or an empty map over one with entries, which Helm merges.
 *
 * @param archive path of the chart's `.tgz`
 */
export async function ignoredValues(archive: string, values: Tree): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "slipway-values-"));
  try {
    await run("tar", ["-xzf", archive, "-C", folder]);
    const chart = join(folder, readdirSync(folder)[0]!);
    const suspects = [...suspicious(values, defaultsOf(chart))];
    const render = (given: Tree) => renderChart(chart, given, join(folder, "values.json"));
    const whole = await render(values);
    const ignored: string[] = [];
    for (const path of suspects) {
      // A chart that refuses to go without a value has read it.
      const rest = await render(without(values, path)).catch(() => undefined);
      if (rest === whole) ignored.push(path.join("."));
    }
    return ignored;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The chart's own values, laid over those of the charts that it depends on. */
function defaultsOf(chart: string): Tree {
  const dependencies = existsSync(join(chart, "charts")) ? readdirSync(join(chart, "charts")) : [];
  const below = Object.fromEntries(dependencies.map((name) => [name, defaultsOf(join(chart, "charts", name))]));
  const own = join(chart, "values.yaml");
  return existsSync(own) ? merge(below, (parse(readFileSync(own, "utf8")) ?? {}) as Tree) : below;
}

function merge(below: Tree, above: Tree): Tree {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = below[key];
    merged[key] = isTree(under) && isTree(value) ? merge(under, value) : value;
  }
  return merged;
}

/**
 * What must be proved by leaving it out: keys that the defaults do not have. Below a map that is empty in the defaults
 * anything goes as far as the chart can tell (resources, annotations, …): it is left out as one.
 */
function* suspicious(values: Tree, defaults: Tree, path: readonly string[] = []): Generator<readonly string[]> {
  for (const [key, value] of Object.entries(values)) {
    const here = [...path, key];
    const known = defaults[key];
    if (!Object.hasOwn(defaults, key)) yield here;
    else if (!isTree(value) || !isTree(known)) continue;
    else if (Object.keys(value).length === 0 && Object.keys(known).length > 0) yield here;
    else if (Object.keys(known).length > 0) yield* suspicious(value, known, here);
    else if (Object.keys(value).length > 0) yield here;
  }
}

/** The objects of the chart, less what is drawn by lot at each rendering: keys, certificates and sums over them. */
async function renderChart(chart: string, values: Tree, file: string): Promise<string> {
  writeFileSync(file, JSON.stringify(values));
  const versions = API_VERSIONS.flatMap((version) => ["--api-versions", version]);
  // As a release that is not called as the chart, so that a name which is given on purpose shows.
  const text = await run(toolPath("helm"), ["template", "release", chart, "--values", file, ...versions]);
  return text.replace(/[A-Za-z0-9+/=]{200,}|checksum\/.*/g, "");
}

function without(values: Tree, [key, ...rest]: readonly string[]): Tree {
  const { [key!]: dropped, ...others } = values;
  return rest.length === 0 ? others : { ...others, [key!]: without(dropped as Tree, rest) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
