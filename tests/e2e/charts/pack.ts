/** Packs charts into `<chart>-<version>.tgz`, as `helm pull` would have fetched them. */
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { type ChartKey, charts } from "../../../components/helm/versions";
import { moduleFolder } from "../tools/go-module";
import { run } from "../tools/run";
import { toolPath } from "../tools/tools";
import { type ChartFolder, leftOut, origins, type RealChart, type StandInChart } from "./origins";

/** The part of `Chart.yaml` that packing looks at. */
interface ChartYaml {
  name: string;
  version: string;
  dependencies?: { name: string; version: string }[];
  [field: string]: unknown;
}

/**
 * Packs a pinned chart into `folder`.
 *
 * @returns the archive's path
 * @throws Error when Go or Helm is missing, a module cannot be had, or a chart is not of the version that the table says.
 */
export async function packChart(key: ChartKey, folder: string, workspace: string): Promise<string> {
  const pin = charts[key];
  const origin = origins[key];
  const chart = join(workspace, key);
  if (origin.kind === "stand-in") {
    for (const [path, text] of Object.entries(origin.files)) write(join(chart, path), text);
    for (const [path, text] of await definitionsOf(origin)) write(join(chart, "crds", path), text);
    write(join(chart, "Chart.yaml"), stringify({ apiVersion: "v2", name: pin.chart, version: pin.version }));
  } else {
    await copyReal(origin, pin.version, chart);
  }
  trimDefinitions(chart);
  await run(toolPath("helm"), ["package", chart, "--destination", folder]);
  return join(folder, `${pin.chart}-${pin.version}.tgz`);
}

async function definitionsOf({ definitions }: StandInChart): Promise<[string, string][]> {
  if (!definitions) return [];
  const module = await moduleFolder(definitions.module);
  return definitions.files.map((path) => [basename(path), readFileSync(join(module, path), "utf8")]);
}

async function copyReal(origin: RealChart, version: string, chart: string): Promise<void> {
  const module = await moduleFolder(origin.module);
  copyChart(join(module, origin.folder), chart);
  for (const [path, generate] of Object.entries(origin.generated ?? {})) {
    write(
      join(chart, path),
      generate((source) => readFileSync(join(module, source), "utf8")),
    );
  }
  const asked = new Map(readChart(chart).dependencies?.map((dependency) => [dependency.name, dependency.version]));
  for (const [name, dependency] of Object.entries(origin.dependencies ?? {})) {
    const target = join(chart, "charts", name);
    copyChart(join(await moduleFolder(dependency.module), dependency.folder), target);
    const wanted = asked.get(name);
    // A range takes what there is.
    setVersion(target, dependency, wanted === undefined || wanted.includes("*") ? readChart(target).version : wanted);
  }
  setVersion(chart, origin, version);
  editChart(chart, (yaml) => {
    const kept = yaml.dependencies?.filter(({ name }) => !origin.withoutDependencies?.includes(name));
    return { ...yaml, dependencies: kept };
  });
  leaveOut(chart);
}

/** The version is that of the table, or the pin itself: a module that moved on must not pass unseen. */
function setVersion(chart: string, { versionThere, folder }: ChartFolder, version: string): void {
  editChart(chart, (yaml) => {
    const expected = versionThere ?? version;
    if (yaml.version !== expected) throw new Error(`${folder} is of version ${yaml.version}, not ${expected}`);
    // Where the makers leave both to their release step, images are called after `appVersion`.
    const appVersion = [yaml.version, "latest"].includes(String(yaml["appVersion"])) ? version : yaml["appVersion"];
    return { ...yaml, version, appVersion };
  });
}

/**
 * Takes the prose out of definitions of custom resources: three quarters of their text, which the API server would
 * parse, keep and merge again and again. What they allow stays as it is.
 */
function trimDefinitions(chart: string): void {
  for (const path of readdirSync(chart, { recursive: true, encoding: "utf8" })) {
    if (!/\.ya?ml$/.test(path)) continue;
    const text = readFileSync(join(chart, path), "utf8");
    if (/^kind: CustomResourceDefinition$/m.test(text)) write(join(chart, path), withoutDescriptions(text));
  }
}

/** A property of that name has its schema on the lines below, not beside it. */
export function withoutDescriptions(definition: string): string {
  const kept: string[] = [];
  let dropped: number | undefined;
  for (const line of definition.split("\n")) {
    const indent = line.search(/\S/);
    if (dropped !== undefined && (indent === -1 || indent > dropped)) continue;
    dropped = /^ *description: +\S/.test(line) ? indent : undefined;
    if (dropped === undefined) kept.push(line);
  }
  return kept.join("\n");
}

/** Wraps each template that can give an object of a kind that is left out, so that those objects alone are dropped. */
function leaveOut(chart: string): void {
  const kinds = new RegExp(`^kind: *(${leftOut.join("|")})\\s*$`, "m");
  const templates = readdirSync(chart, { recursive: true, encoding: "utf8" }).filter((path) =>
    /(^|\/)templates\/.*\.ya?ml$/.test(path),
  );
  for (const [index, path] of templates.entries()) {
    const text = readFileSync(join(chart, path), "utf8");
    if (!kinds.test(text)) continue;
    // What defines templates of its own cannot be wrapped in one; there is one such file, and it gives nothing else.
    if (/\{\{-? *define /.test(text)) rmSync(join(chart, path));
    else write(join(chart, path), withoutKinds(text, `slipway.whole.${index}`));
  }
}

function withoutKinds(template: string, name: string): string {
  return `{{- define "${name}" }}
${template}
{{- end }}
{{- range splitList "\\n---" (include "${name}" .) }}
{{- if not (regexMatch "(?m)^kind: *(${leftOut.join("|")})\\\\s*$" .) }}
---
{{ . }}
{{- end }}
{{- end }}
`;
}

/** Go's cache is read-only; the copy is not. */
function copyChart(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  chmodSync(to, 0o755);
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644);
  }
  rmSync(join(to, "Chart.lock"), { force: true });
}

function readChart(chart: string): ChartYaml {
  return parse(readFileSync(join(chart, "Chart.yaml"), "utf8")) as ChartYaml;
}

function editChart(chart: string, edit: (yaml: ChartYaml) => ChartYaml): void {
  write(join(chart, "Chart.yaml"), stringify(edit(readChart(chart))));
}

function write(path: string, text: string): void {
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
