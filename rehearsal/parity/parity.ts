import { cloudNames } from "../../stacks/config/clouds/registry";
import { rawConfig } from "../../stacks/config/load";
import { isTree, withPreset } from "../../stacks/config/presets";
import { environments, isSecretPath } from "../../stacks/config/schema";
import type { StackFile } from "../stack-files";
import { identities, presetReasons, type Reason } from "./reasons";

/** Where the reason for a difference is from. */
export type ReasonSource = "identity" | "preset" | "config" | "exemption";

/** One thing that two stacks say differently, or only one of them says. */
export interface ParityRow {
  readonly path: string;
  /** As JSON; none: it is not there. Secrets are not shown. */
  readonly left?: string;
  readonly right?: string;
  /** None: nobody has explained it. */
  readonly reason?: string;
  readonly source?: ReasonSource;
}

type Tree = Readonly<Record<string, unknown>>;

interface Side {
  readonly stack: string;
  /** As its file says. */
  readonly raw: Tree;
  /** With its preset. */
  readonly whole: Tree;
}

/** What is about a stack alone, and no part of what it is like. */
const aside = ["parity", "scalingPath", "overrides"];

/** Compares what two stacks come to, and finds the reason for each difference. Pure. */
export function parityOf(left: StackFile, right: StackFile): ParityRow[] {
  const [a, b] = [sideOf(left), sideOf(right)];
  const found: { path: readonly string[]; left: unknown; right: unknown }[] = [];
  const walk = (path: readonly string[], one: unknown, other: unknown): void => {
    if (path.length === 1 && aside.includes(path[0] ?? "")) return;
    if (isTree(one) && isTree(other)) {
      for (const key of new Set([...Object.keys(one), ...Object.keys(other)]))
        walk([...path, key], one[key], other[key]);
    } else if (JSON.stringify(one) !== JSON.stringify(other)) found.push({ path, left: one, right: other });
  };
  walk([], a.whole, b.whole);
  return found
    .map((row): ParityRow => {
      const path = row.path.join(".");
      return {
        path,
        ...(row.left === undefined ? {} : { left: shown(row.path, row.left) }),
        ...(row.right === undefined ? {} : { right: shown(row.path, row.right) }),
        ...reasonFor(row.path, a, b),
      };
    })
    .sort((one, other) => one.path.localeCompare(other.path));
}

function sideOf({ stack, config }: StackFile): Side {
  const raw = rawConfig(config);
  const cloud = cloudNames.find((name) => name === raw["cloud"]) ?? cloudNames[0]!;
  const environment = environments.find((name) => name === raw["environment"]) ?? "dev";
  return { stack, raw, whole: withPreset(raw, cloud, environment) };
}

function shown(path: readonly string[], value: unknown): string {
  return isSecretPath(path) ? "(a secret, not shown)" : JSON.stringify(value);
}

function reasonFor(path: readonly string[], a: Side, b: Side): Pick<ParityRow, "reason" | "source"> {
  const identity = matching(identities, path);
  if (identity) return { reason: identity.reason, source: "identity" };
  if (fromPreset(path, a) && fromPreset(path, b)) {
    const preset = matching(presetReasons, path);
    if (preset) return { reason: preset.reason, source: "preset" };
  }
  const said = matching([...explained(a, b.stack), ...explained(b, a.stack)], path);
  if (said) return { reason: said.reason, source: "config" };
  // Each of these says for itself why it is there: the config refuses one that does not.
  return path.join(".") === "policy.exemptions"
    ? { reason: "each exemption gives its own reason", source: "exemption" }
    : {};
}

/** Whether a side's value is its preset's, or would be without what its file says. */
function fromPreset(path: readonly string[], { raw, whole }: Side): boolean {
  if (at(raw, path) === undefined) return true;
  const without = withPreset(
    drop(raw, path) as Tree,
    cloudNames.find((name) => name === raw["cloud"]) ?? cloudNames[0]!,
    environments.find((name) => name === raw["environment"]) ?? "dev",
  );
  return JSON.stringify(at(without, path)) === JSON.stringify(at(whole, path));
}

function explained({ raw }: Side, other: string): Reason[] {
  const entries = Array.isArray(raw["parity"]) ? (raw["parity"] as unknown[]) : [];
  return entries
    .filter(isTree)
    .flatMap(({ path, reason, with: only }) =>
      typeof path === "string" && typeof reason === "string" && (only === undefined || only === other)
        ? [{ path, reason }]
        : [],
    );
}

/** The first reason whose path is, or is around, this one. */
export function matching(reasons: readonly Reason[], path: readonly string[]): Reason | undefined {
  return reasons.find(({ path: pattern }) => {
    const steps = pattern.split(".");
    return steps.length <= path.length && steps.every((step, index) => step === "*" || step === path[index]);
  });
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => (isTree(inner) ? inner[step] : undefined), value);
}

function drop(value: unknown, [head, ...rest]: readonly string[]): unknown {
  if (head === undefined || !isTree(value)) return value;
  const { [head]: inner, ...others } = value;
  return rest.length === 0 ? others : { ...others, [head]: drop(inner, rest) };
}
