import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import type { Json } from "./clouds/model";
import { yamlFile } from "./yaml-file";

/** A mistake in what the user gave: shown without a stack trace. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What the engine would hand to the program. */
export interface StackFile {
  readonly project: string;
  readonly stack: string;
  /** The program's entry: `main` of `Pulumi.yaml`, a file or a folder with an `index.ts`. @default "index.ts" */
  readonly program: string;
  /** Where `Pulumi.yaml` is. */
  readonly folder: string;
  /** The file that the config was read from. */
  readonly file: string;
  /** Full key (`slipway:app`) → text; structured values as JSON. */
  readonly config: Readonly<Record<string, string>>;
  /** Keys whose value is, or holds, a secret. */
  readonly secretKeys: readonly string[];
  /** The stand-ins for the secrets: nothing here can decrypt, and nothing needs to. */
  readonly placeholders: readonly string[];
}

const stackPattern = /^Pulumi\.(.+)\.ya?ml$/;

/** Names of the stacks that have a config file in the folder. */
export function stacksIn(folder: string): string[] {
  return readdirSync(folder)
    .map((file) => stackPattern.exec(file)?.[1])
    .filter((name): name is string => name !== undefined)
    .sort();
}

/**
 * Reads `Pulumi.yaml` and a stack's config as the real engine does.
 * @param stack name of the stack; with `file` alone it is taken from the file's name
 * @throws UsageError where there is no such stack, or a file is not valid YAML
 */
export function readStackFile(folder: string, stack: string | undefined, file?: string): StackFile {
  const path = file ?? fileOf(folder, stack);
  if (!existsSync(path)) throw new UsageError(`There is no file ${path}.`);
  const name = stack ?? stackPattern.exec(basename(path))?.[1] ?? basename(path).replace(/\.[^.]+$/, "");
  const projectFile = [join(dirname(path), "Pulumi.yaml"), join(folder, "Pulumi.yaml")].find(existsSync);
  const project = projectFile ? readYaml(projectFile) : {};
  const projectName = typeof project["name"] === "string" ? project["name"] : "slipway";
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  const placeholders: string[] = [];
  const add = (key: string, value: unknown): void => {
    const full = key.includes(":") ? key : `${projectName}:${key}`;
    const before = placeholders.length;
    // The engine makes "" of a key that is null, and keeps a null further in.
    const plain = withPlaceholders(value, full, placeholders) ?? "";
    config[full] = typeof plain === "string" ? plain : JSON.stringify(plain);
    if (placeholders.length > before) secretKeys.push(full);
  };
  for (const [key, value] of Object.entries(recordOf(project["config"]))) {
    const given = defaultOf(value);
    if (given !== undefined) add(key, given);
  }
  for (const [key, value] of Object.entries(recordOf(readYaml(path)["config"]))) add(key, value);
  const home = resolve(projectFile ? dirname(projectFile) : folder);
  const program = entryOf(home, project["main"]);
  return {
    ...{ project: projectName, program, folder: home, stack: name, file: path, secretKeys, placeholders },
    config: withPrimary(config, home),
  };
}

/** A stack that stands by takes what its file leaves out from its primary's, as the program does. */
function withPrimary(config: Readonly<Record<string, string>>, folder: string): Readonly<Record<string, string>> {
  if (config["slipway:standby"] === undefined) return config;
  // Loaded here alone: few stacks are one of a pair.
  const inherited = require("../stacks/config/inherited") as typeof import("../stacks/config/inherited");
  const own = Object.fromEntries(
    Object.entries(inherited.ownKeys({ config })).map(([key, text]) => [key, structured(text as string)]),
  );
  const { raw } = inherited.withPrimary(own, folder);
  const texts = Object.entries(raw).map(([key, value]): [string, string] => [
    `slipway:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return { ...config, ...Object.fromEntries(texts) };
}

function entryOf(folder: string, main: unknown): string {
  const path = resolve(folder, typeof main === "string" ? main : "index.ts");
  return extname(path) === "" ? join(path, "index.ts") : path;
}

function fileOf(folder: string, stack: string | undefined): string {
  const known = stacksIn(folder);
  const list = known.length > 0 ? `Stacks here: ${known.join(", ")}.` : `${folder} has no Pulumi.<stack>.yaml.`;
  if (stack === undefined) throw new UsageError(`Which stack? Say: npm run rehearse -- <stack>. ${list}`);
  const found = [`Pulumi.${stack}.yaml`, `Pulumi.${stack}.yml`].map((name) => join(folder, name)).find(existsSync);
  if (!found) throw new UsageError(`There is no stack "${stack}". ${list}`);
  return found;
}

function readYaml(path: string): Record<string, unknown> {
  try {
    return recordOf(yamlFile(path).value);
  } catch (error) {
    throw new UsageError(`${path} is not valid YAML: ${(error as Error).message}`);
  }
}

/** A default in `Pulumi.yaml`: a plain value, or `{ value }` or `{ default }` beside a type. */
function defaultOf(value: unknown): unknown {
  const record = recordOf(value);
  if ("value" in record) return record["value"];
  if ("default" in record) return record["default"];
  return typeof value === "object" ? undefined : value;
}

/**
 * `{ secure: … }` anywhere becomes text that says what it stands for, and is masked wherever it shows up. What holds none is
 * not copied.
 */
function withPlaceholders(value: unknown, path: string, placeholders: string[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withPlaceholders(item, `${path}.${index}`, placeholders));
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  if (typeof record["secure"] === "string" && Object.keys(record).length === 1) {
    const placeholder = `rehearsal-secret-of-${path.replace(/[^\w.-]/g, ".")}`;
    placeholders.push(placeholder);
    return placeholder;
  }
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(record)) {
    const plain = withPlaceholders(record[key], `${path}.${key}`, placeholders);
    if (plain === record[key]) continue;
    copy ??= { ...record };
    copy[key] = plain;
  }
  return copy ?? record;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A config value as the engine hands it over: what is written as JSON is read, the rest is text. */
export function structured(text = ""): Json {
  try {
    return /^\s*[[{]/.test(text) ? (JSON.parse(text) as Json) : text;
  } catch {
    return text;
  }
}
