import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { UsageError } from "../../rehearsal/stack-files";
import { ownKeys } from "../../stacks/config/inherited";
import { scopeName } from "../../stacks/plan/names";
import { Refused } from "../exit-codes";
import type { StackConfig } from "../stack/stack-file";

type Tree = Readonly<Record<string, unknown>>;

/** What an environment is called, by which everything of it is found. */
export interface EnvironmentName {
  /** The stack, as Pulumi calls it: `pr-123`. */
  readonly stack: string;
  /** `<app>-<stack>`: its namespace, and the name that consent is given by. */
  readonly full: string;
  readonly file: string;
}

export interface EnvironmentFile {
  /** The text of `Pulumi.<stack>.yaml`, without secrets. */
  readonly text: string;
  /** Keys and paths whose values are secret in the stack that it comes from: nothing here can read them. */
  readonly secrets: readonly (readonly string[])[];
  /** Its public names. */
  readonly hosts: readonly string[];
  /** Workloads that it goes without. */
  readonly without: readonly string[];
}

export interface EnvironmentWishes {
  /** Until when, as ISO 8601. */
  readonly until: string;
  /** Workload → image that it shall run. @default as in the stack that it comes from */
  readonly images?: Readonly<Record<string, string>>;
  /** What Pulumi calls the organization that the stack below is in. */
  readonly organization: string;
}

const KEY = "slipway:";

/** The engine's reader takes a bare moment for a date, and gives it to the program in words of its own: YAML 1.1 quotes it. */
const BARE = { schema: "yaml-1.1" } as const;

/** Sections that are the owner's: made once for the cluster, by the layers below, or kept for longer than an environment lives. */
const OWNERS = [
  "backups",
  "budget",
  "alarms",
  "overrides",
  "parity",
  "scalingPath",
  "previews",
  "deployment",
  "quota",
  "gitops",
  "standby",
];

/** Kinds that an environment has none of: each is in a place of its own, in the cluster or at the CDN. */
const ELSEWHERE = ["chart", "manifests", "static"];

/** What a copy for one person needs none of: the preset of dev is enough. */
const SCALE = ["scaling", "rollout", "priority", "commit"];

/** What config takes for a workload with hosts alone. */
const AT_GATEWAY = ["resilience", "ingress"];

/**
 * @throws UsageError where it is no name
 * @throws Refused where a stack is called so that is no environment of this one
 */
export function environmentName(base: StackConfig, folder: string, name: string): EnvironmentName {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || name.length > 18) {
    throw new UsageError(
      `"${name}" is no name for an environment: 1 to 18 of a–z, 0–9 and single "-", such as pr-123.`,
    );
  }
  const file = join(folder, `Pulumi.${name}.yaml`);
  const own = { stack: name, full: scopeName(base.app, name), file };
  if (own.full === base.name || ["dev", "staging", "prod"].includes(name))
    throw new Refused(
      `${name} is the name of a stack of its own: call the environment something else. Nothing was done.`,
    );
  if (!existsSync(file)) return own;
  const { of } = (configOf(file)["ephemeral"] ?? {}) as { of?: string };
  if (of === base.name) return own;
  const what = of === undefined ? "no environment on demand" : `an environment of ${of}`;
  throw new Refused(`${file} is there, and is ${what}: call this one something else. Nothing was done.`);
}

/** The config of an environment, from that of the stack whose cluster it shares. */
export function environmentFile(base: StackConfig, name: EnvironmentName, wishes: EnvironmentWishes): EnvironmentFile {
  const config = configOf(base.file);
  const secrets: (readonly string[])[] = [];
  const kept = Object.fromEntries(
    Object.entries(config).filter(([key]) => !OWNERS.includes(key) && key !== "workloads" && key !== "joins"),
  );
  const plain = withoutSecrets(kept, [], secrets) as Record<string, unknown>;
  const { domain } = (config["previews"] ?? {}) as { domain?: string };
  const given = (config["workloads"] ?? {}) as Readonly<Record<string, Tree>>;
  const without = Object.keys(given).filter((workload) => ELSEWHERE.includes(String(given[workload]!["kind"])));
  const workloads = Object.fromEntries(
    Object.entries(given)
      .filter(([workload]) => !without.includes(workload))
      .map(([workload, own]) => [workload, workloadOf(workload, own, name, domain, wishes.images?.[workload])]),
  );
  const { cdn: _cdn, firewall: _firewall, ...edge } = (plain["edge"] ?? {}) as Record<string, unknown>;
  const own: Record<string, unknown> = {
    ...plain,
    ...(plain["edge"] !== undefined && { edge }),
    ...imagesOf(config),
    ...sourceOf(config, base),
    layer: "workloads",
    joins: joinsOf(config, base, wishes.organization),
    ephemeral: { of: base.name, until: wishes.until },
    protect: false,
    workloads,
  };
  const head = `# An environment on demand, made by \`npm run ops -- env create ${name.stack}\` from the stack ${base.stack}. It goes by itself.\n`;
  return {
    text:
      head +
      stringify({ config: Object.fromEntries(Object.entries(own).map(([key, value]) => [KEY + key, value])) }, BARE),
    secrets,
    hosts: Object.values(workloads).flatMap((workload) => (workload["hosts"] ?? []) as string[]),
    without,
  };
}

function workloadOf(name: string, own: Tree, env: EnvironmentName, domain: string | undefined, image?: string): Tree {
  const { hosts } = own;
  const named = Array.isArray(hosts) && hosts.length > 0 && domain !== undefined;
  const dropped = ["hosts", ...SCALE, ...(named ? [] : AT_GATEWAY)];
  return {
    ...Object.fromEntries(Object.entries(own).filter(([key]) => !dropped.includes(key))),
    ...(image !== undefined && { image }),
    ...(named && { hosts: [`${name}-${env.stack}.${domain}`] }),
  };
}

/** The layers below are the owner's; where one stack holds them all it is that. */
function joinsOf(config: Tree, { project, stack }: StackConfig, organization: string): Tree {
  if (config["layer"] === "workloads") return config["joins"] as Tree;
  const owner = `${organization}/${project}/${stack}`;
  return { foundation: owner, platform: owner };
}

/** Scratch stores run official images, which a stack's own registries do not hold. */
function imagesOf(config: Tree): Tree {
  if (config["images"] === undefined) return {};
  const images = config["images"] as { registries?: string[] };
  if (!images.registries?.length) return { images: { ...images, digest: false } };
  const registries = [...images.registries, "docker.io/library", "docker.io/valkey"];
  return { images: { ...images, registries, digest: false } };
}

/** Secrets that are kept elsewhere are the owner's, under its own prefix. */
function sourceOf(config: Tree, { app, name }: StackConfig): Tree {
  const source = config["secretSource"] as { kind?: string; prefix?: string } | undefined;
  if (source?.prefix !== undefined || (source?.kind !== "vault" && source?.kind !== "store")) return {};
  return { secretSource: { ...source, prefix: `${app}/${name.slice(app.length + 1)}/` } };
}

/** Takes out what is encrypted for another stack, and says where it stood. */
function withoutSecrets(value: unknown, path: readonly string[], found: (readonly string[])[]): unknown {
  if (Array.isArray(value)) return value.map((each, index) => withoutSecrets(each, [...path, String(index)], found));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, key];
    if (typeof (inner as Tree | null)?.["secure"] !== "string") return [[key, withoutSecrets(inner, at, found)]];
    found.push(at);
    return [];
  });
  return Object.fromEntries(entries);
}

/** The stack's config, without the `slipway:` before each key. */
function configOf(file: string): Tree {
  return ownKeys(parse(readFileSync(file, "utf8")));
}
