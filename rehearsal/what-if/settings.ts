import { cloudNames } from "../../stacks/config/clouds/registry";
import { nearest } from "../../stacks/config/errors";
import { isTree, withPreset } from "../../stacks/config/presets";
import { environments, isSecretPath } from "../../stacks/config/schema";
import { type StackFile, structured, UsageError } from "../stack-files";

/** One `path=value`: what a config would say instead. */
export interface Setting {
  /** Dotted, as an error message writes it: `stores.db.size`, `network.zones`, `workloads.web.hosts[0]`. */
  readonly path: string;
  /** `null` takes the key out, so that the preset's value counts. */
  readonly value: unknown;
}

const NAMESPACE = "slipway:";

/**
 * Reads `path=value`. The value is YAML (`3`, `true`, `[a, b]`, `{ min: 2 }`), or text where the config has text there.
 * @throws UsageError where there is no `=` or the value is no YAML
 */
export function settingOf(text: string): Setting {
  const at = text.indexOf("=");
  const path = text.slice(0, at).trim();
  if (at < 1 || path === "")
    throw new UsageError(`--set ${text}: write path=value, such as --set stores.db.size=large`);
  const { parseDocument } = require("yaml") as typeof import("yaml");
  const document = parseDocument(text.slice(at + 1));
  const [error] = document.errors;
  if (error) throw new UsageError(`--set ${text}: the value is not valid YAML: ${error.message}`);
  const value: unknown = document.toJS();
  // A number keeps its text until it is known what the config has there: a version 1.30 is none.
  return { path, value: typeof value === "number" ? new Written(text.slice(at + 1).trim(), value) : value };
}

/** A number with the text that it was written as. */
class Written {
  constructor(
    readonly text: string,
    readonly value: number,
  ) {}
}

/**
 * A stack file with some of its config changed; the program checks the result as it checks any config.
 * @throws UsageError where a path leads into a value that has no inside, or to a secret
 */
export function withSettings(file: StackFile, settings: readonly Setting[]): StackFile {
  return settings.reduce(withSetting, file);
}

function withSetting(file: StackFile, { path, value }: Setting): StackFile {
  const [namespace, inside] = path.includes(":")
    ? [path.slice(0, path.indexOf(":") + 1), path.slice(path.indexOf(":") + 1)]
    : [NAMESPACE, path];
  const [head = "", ...rest] = steps(inside);
  if (namespace === NAMESPACE && isSecretPath([head, ...rest]))
    throw new UsageError(`--set ${path}: a secret has no place on a command line, and a rehearsal needs none`);
  const key = namespace + head;
  const given = file.config[key];
  const preset = namespace === NAMESPACE ? effective(file.config) : {};
  const current = rest.reduce<unknown>((at, step) => inner(at, step), preset[head] ?? structured(given));
  const plain = value instanceof Written ? (typeof current === "string" ? value.text : value.value) : value;
  const whole = put(given === undefined ? undefined : structured(given), rest, plain, `${namespace}${head}`);
  const config = { ...file.config };
  if (whole === undefined || whole === null) delete config[key];
  else config[key] = typeof whole === "string" ? whole : JSON.stringify(whole);
  return { ...file, config };
}

/** What the config comes to with its preset: says whether something is text or a number. */
function effective(config: StackFile["config"]): Readonly<Record<string, unknown>> {
  const raw = Object.fromEntries(
    Object.entries(config).flatMap(([key, text]) =>
      key.startsWith(NAMESPACE) ? [[key.slice(NAMESPACE.length), structured(text)]] : [],
    ),
  );
  const cloud = cloudNames.find((name) => name === raw["cloud"]) ?? cloudNames[0]!;
  return withPreset(raw, cloud, environments.find((name) => name === raw["environment"]) ?? "dev");
}

/** `web.hosts[0]` → `web`, `hosts`, 0. */
function steps(path: string): (string | number)[] {
  return path
    .replaceAll("[", ".")
    .replaceAll("]", "")
    .split(".")
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function inner(at: unknown, step: string | number): unknown {
  if (Array.isArray(at)) return at[Number(step)];
  return isTree(at) ? at[String(step)] : undefined;
}

function put(at: unknown, [step, ...rest]: readonly (string | number)[], value: unknown, where: string): unknown {
  if (step === undefined) return value;
  if (at !== undefined && at !== null && typeof at !== "object")
    throw new UsageError(`--set: ${where} is ${JSON.stringify(at)}, which has no "${step}" inside it`);
  if (Array.isArray(at)) {
    if (typeof step !== "number" || step > at.length)
      throw new UsageError(
        `--set: ${where} is a list of ${at.length}: write a number from 0 to ${at.length}, not ${step}`,
      );
    const list: unknown[] = [...(at as unknown[])];
    list[step] = put(list[step], rest, value, `${where}[${step}]`);
    return list.filter((item) => item !== null);
  }
  const tree: Record<string, unknown> = isTree(at) ? { ...at } : {};
  const below = put(tree[step], rest, value, `${where}.${step}`);
  if (below === null) delete tree[step];
  else tree[step] = below;
  return tree;
}

/**
 * What a step of `slipway:scalingPath` and those before it set.
 * @throws UsageError naming the steps there are
 */
export function settingsOfStep(file: StackFile, name: string): Setting[] {
  const written = structured(file.config[`${NAMESPACE}scalingPath`] ?? "[]");
  const all = (Array.isArray(written) ? (written as readonly unknown[]) : []).filter(isTree);
  const at = all.findIndex((step) => step["name"] === name);
  const names = all.map((step) => String(step["name"]));
  if (at < 0) {
    const guess = nearest(name, names);
    const hint = guess ? ` Did you mean "${guess}"?` : "";
    const known = names.length > 0 ? `The steps are ${names.join(", ")}.` : "There is no slipway:scalingPath yet.";
    throw new UsageError(`${file.file} has no step "${name}" of its scaling path. ${known}${hint}`);
  }
  return all
    .slice(0, at + 1)
    .flatMap(({ set }) => Object.entries(isTree(set) ? set : {}).map(([path, value]) => ({ path, value })));
}

/** A setting as it was written, with its namespace. */
export function settingText({ path, value }: Setting): string {
  const full = path.includes(":") ? path : NAMESPACE + path;
  return `${full}=${value instanceof Written ? value.text : typeof value === "string" ? value : JSON.stringify(value)}`;
}
