import { readFileSync } from "node:fs";
import { parseAllDocuments, parse as parseYaml } from "yaml";
import { toolPath } from "../e2e/tools/tools";
import { execute } from "./command";

/** A Kubernetes object as a chart renders it; its fields are looked up by path. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly [field: string]: unknown;
}

/** Values of a chart. */
export type Values = Readonly<Record<string, unknown>>;

const RELEASE = ["shop-release", "--namespace", "shop"] as const;

/** `helm lint --strict` with one values file. @throws Error with helm's words when it finds anything */
export function lint(chart: string, valuesFile: string): void {
  const { code, stdout, stderr } = execute(toolPath("helm"), ["lint", "--strict", chart, "--values", valuesFile]);
  if (code !== 0) throw new Error(stdout + stderr);
}

/** What was rendered before, as YAML and as objects in JSON: tests ask for the same samples hundreds of times. */
const rendered = new Map<string, string>();
const parsed = new Map<string, string>();

function once(known: Map<string, string>, key: string, make: () => string): string {
  const text = known.get(key) ?? make();
  known.set(key, text);
  return text;
}

/** The chart's YAML for some values. @throws Error with helm's words when it refuses them */
export function template(chart: string, values: Values): string {
  const input = JSON.stringify(values);
  return once(rendered, `${chart}\n${input}`, () => {
    const args = ["template", ...RELEASE, chart, "--values", "-"];
    const { code, stdout, stderr } = execute(toolPath("helm"), args, input);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  });
}

/** The values in a file. */
export function readValues(file: string): Values {
  return parseYaml(readFileSync(file, "utf8"));
}

/** The objects in a chart's YAML, each time new ones. */
export function parse(text: string): Manifest[] {
  const objects = () =>
    parseAllDocuments(text)
      .map((document) => document.toJS() as Manifest | null)
      .filter((manifest) => manifest !== null);
  return JSON.parse(once(parsed, text, () => JSON.stringify(objects())));
}
