import { isAbsolute } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { allConfig } from "@pulumi/pulumi/runtime";
import type { z } from "zod";
import type { CloudName } from "../../components/clouds/registry";
import { plannerOf } from "../plan/clouds/registry";
import { capacityProblems } from "./checks/capacity";
import { chartChecks } from "./checks/charts";
import { clusterChecks } from "./checks/cluster";
import { edgeChecks } from "./checks/edge";
import { ephemeralChecks } from "./checks/ephemeral";
import { imageChecks } from "./checks/images";
import { manifestChecks } from "./checks/manifests";
import { podChecks } from "./checks/pods";
import { roleChecks } from "./checks/roles";
import { rolloutChecks } from "./checks/rollout";
import { scalingChecks } from "./checks/scaling";
import { secretChecks } from "./checks/secrets";
import { stackChecks } from "./checks/stack";
import { standbyChecks } from "./checks/standby";
import { valuesProblems } from "./checks/values";
import { variableChecks } from "./checks/variables";
import { versionProblems } from "./checks/versions";
import { workloadChecks } from "./checks/workloads";
import { cloudNames } from "./clouds/registry";
import { ConfigError, type Problem, problemsOf } from "./errors";
import { withPrimary } from "./inherited";
import { isTree, withPreset } from "./presets";
import { environments, isSecretPath, type StackConfig, stackSchemas } from "./schema";
import { type WithFiles, withManifestFiles } from "./workloads/manifest-files";

type Raw = Readonly<Record<string, unknown>>;

/** Every key of ours begins with this, whatever the project is called. */
const NAMESPACE = "slipway:";

/**
 * Reads the stack's config once and checks all of it.
 * @throws pulumi.RunError naming every problem; nothing has been registered by then.
 */
export function loadConfig(): StackConfig {
  try {
    const { raw, problems } = withFiles(rawConfig(allConfig()), projectFolder());
    return parseOnce(raw, `Pulumi.${pulumi.getStack()}.yaml`, problems);
  } catch (error) {
    if (error instanceof ConfigError) throw new pulumi.RunError(error.message);
    throw error;
  }
}

/** A raw config with all that it takes from other files: another stack's, and manifests. @param folder where they are */
export function withFiles(own: Raw, folder: string): WithFiles {
  const inherited = withPrimary(own, folder);
  const { raw, problems } = withManifestFiles(inherited.raw, folder);
  return { raw, problems: [...inherited.problems, ...problems] };
}

/** Where Pulumi.yaml is. The SDK has a word that is no path where the engine has said nothing. */
function projectFolder(): string {
  const folder = pulumi.getRootDirectory();
  return isAbsolute(folder) ? folder : process.cwd();
}

/** The engine hands every value over as text, structured ones as JSON. */
export function rawConfig(all: Readonly<Record<string, string>>): Raw {
  const own = Object.entries(all).filter(([key]) => key.startsWith(NAMESPACE));
  return Object.fromEntries(own.map(([key, text]) => [key.slice(NAMESPACE.length), structured(text)]));
}

function structured(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

let last: { readonly text: string; readonly config: StackConfig } | undefined;

/**
 * As {@link parseConfig}; the config that was right last is given again for the same values. A rehearsal reads a config
 * after the program has, and what is worked out for each config, such as its capacity, then is known.
 */
export function parseOnce(...[raw, where, before]: Parameters<typeof parseConfig>): StackConfig {
  const text = JSON.stringify([raw, before ?? []]);
  if (last?.text !== text) last = { text, config: parseConfig(raw, where, before) };
  return last.config;
}

/**
 * Checks a stack's raw config and fills in its preset. Pure.
 * @param before what was wrong already, with the files that it names
 * @throws ConfigError with every problem at once.
 */
export function parseConfig(raw: Raw, where: string, before: readonly Problem[] = []): StackConfig {
  // An unknown cloud is a problem of its own; the rest is held against the first, to say what else is wrong.
  const cloud = cloudNames.find((name) => name === raw.cloud) ?? cloudNames[0]!;
  const environment = environments.find((name) => name === raw.environment) ?? "dev";
  const value = withPreset(raw, cloud, environment);
  const schema = stackSchemas[cloud];
  const parsed = schema.safeParse(value, { reportInput: false });
  const issues = parsed.success ? [] : problemsOf(schema, value, parsed.error.issues, isSecretPath);
  const problems = [...before, ...issues, ...crossChecks(cloud, value, parsed.data ?? validSections(cloud, value))];
  if (!parsed.success || problems.length > 0) throw new ConfigError(unique(problems), where);
  const beyond = [...valuesProblems(parsed.data), ...capacityProblems(parsed.data), ...versionProblems(parsed.data)];
  if (beyond.length > 0) throw new ConfigError(beyond, where);
  return parsed.data;
}

/**
 * The checks between fields.
 * @param config the sections and entries that passed their own schema
 */
function crossChecks(cloud: CloudName, value: Raw, config: Partial<StackConfig>): Problem[] {
  const names = (key: string): string[] => (isTree(value[key]) ? Object.keys(value[key]) : []);
  const input = {
    config,
    names: { stores: names("stores"), workloads: names("workloads") },
    cloud,
    planner: plannerOf(cloud),
  };
  return [
    ...workloadChecks,
    ...chartChecks,
    ...manifestChecks,
    ...variableChecks,
    ...podChecks,
    ...scalingChecks,
    ...roleChecks,
    ...rolloutChecks,
    ...clusterChecks,
    ...edgeChecks,
    ...secretChecks,
    ...stackChecks,
    ...standbyChecks,
    ...ephemeralChecks,
    ...imageChecks,
  ].flatMap((check) => check(input));
}

function validSections(cloud: CloudName, value: Raw): Partial<StackConfig> {
  const schema: z.ZodObject = stackSchemas[cloud];
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([key, section]) => {
      const valid = validPart(section as z.ZodType, value[key]);
      return valid === undefined ? [] : [[key, valid]];
    }),
  ) as Partial<StackConfig>;
}

/** The section where it is valid; of a map, the entries that are, or that are once their wrong fields are set right. */
function validPart(section: z.ZodType, value: unknown): unknown {
  const whole = section.safeParse(value);
  if (whole.success) return whole.data;
  if (!isTree(value)) return undefined;
  const mended = section.safeParse(withoutWrongFields(value, whole.error.issues));
  if (mended.success) return mended.data;
  const bad = new Set(mended.error.issues.map((issue) => issue.path[0]));
  const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !bad.has(key)));
  const part = section.safeParse(rest);
  return part.success ? part.data : undefined;
}

/** Stand-ins for required fields that are wrong: they let the other fields of an entry be checked against each other. */
const standIns: Raw = {
  image: "stand-in:1",
  port: 8080,
  health: "/",
  schedule: "0 0 * * *",
  resources: { cpu: "100m", memory: "128Mi" },
  scaling: { min: 1, max: 1 },
  manifests: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "stand-in" } }],
};

/** A map of entries, with each wrong field of an entry replaced by its stand-in, or left out where it has none. */
function withoutWrongFields(entries: Raw, issues: readonly z.core.$ZodIssue[]): Raw {
  const result = structuredClone(entries) as Record<string, unknown>;
  for (const issue of issues) {
    const [name, field] = issue.path;
    const entry = result[String(name)];
    if (!isTree(entry)) continue;
    const wrong = field === undefined && issue.code === "unrecognized_keys" ? issue.keys : [String(field)];
    result[String(name)] = {
      ...Object.fromEntries(Object.entries(entry).filter(([key]) => !wrong.includes(key))),
      ...Object.fromEntries(wrong.flatMap((key) => (key in standIns ? [[key, standIns[key]]] : []))),
    };
  }
  return result;
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.path}|${problem.given}`, problem])).values()];
}
