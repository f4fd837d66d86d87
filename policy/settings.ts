import type { Environment, Level, RuleContext } from "./rule";

/** A finding that is accepted: by rule, and by the resource's name (`*` stands for any characters). */
export interface Exemption {
  readonly rule: string;
  readonly resource: string;
  /** Why it is accepted: required, and printed with the finding. */
  readonly reason: string;
}

/** Everything that steers the judgement, read once from the stack's config. */
export interface Settings extends RuleContext {
  /** Level by rule name or pack name; a rule's own entry beats its pack's. */
  readonly levels: Readonly<Record<string, Level>>;
  readonly exemptions: readonly Exemption[];
}

export interface SettingsSource {
  readonly project: string;
  readonly stack: string;
  /**
   * The stack's config as Pulumi hands it over: full key → value, objects as JSON. Read are `slipway:environment`,
   * `slipway:policy`, `slipway:app`, `slipway:owner` and `slipway:costCenter`.
   */
  readonly config: Readonly<Record<string, unknown>>;
}

/** @default for `requiredTags` in `slipway:policy` */
export const REQUIRED_TAGS = ["Project", "Stack", "Environment", "ManagedBy", "Owner", "CostCenter"] as const;

/** @default for `requiredLabels` in `slipway:policy` (Kubernetes' recommended labels) */
export const REQUIRED_LABELS = [
  "app.kubernetes.io/name",
  "app.kubernetes.io/part-of",
  "app.kubernetes.io/managed-by",
] as const;

const ENVIRONMENTS: readonly string[] = ["dev", "staging", "prod"];
const LEVELS: readonly string[] = ["mandatory", "advisory", "remediate", "disabled"];
const KEYS = ["levels", "exemptions", "requiredTags", "requiredLabels", "regions"];

/** All that is wrong with the policy settings, one line each. */
export class PolicySettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(["The policy settings are wrong:", ...problems.map((problem) => `  ${problem}`)].join("\n"));
    this.name = "PolicySettingsError";
  }
}

type Dict = Readonly<Record<string, unknown>>;
const isDict = (value: unknown): value is Dict => typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function strings(value: unknown, path: string, otherwise: readonly string[], problems: string[]): readonly string[] {
  if (value === undefined) return otherwise;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  problems.push(`${path}: ${JSON.stringify(value)} is not a list of strings`);
  return otherwise;
}

function levelsOf(value: unknown, names: ReadonlySet<string>, problems: string[]): Record<string, Level> {
  const levels: Record<string, Level> = {};
  if (value !== undefined && !isDict(value))
    problems.push("slipway:policy.levels: give an object of rule or pack → level");
  for (const [name, level] of Object.entries(isDict(value) ? value : {})) {
    const path = `slipway:policy.levels.${name}`;
    if (!names.has(name)) problems.push(`${path}: there is no rule or pack "${name}"`);
    else if (!LEVELS.includes(String(level)))
      problems.push(`${path}: ${JSON.stringify(level)} is no level; use ${LEVELS.join(", ")}`);
    else levels[name] = level as Level;
  }
  return levels;
}

function exemptionsOf(value: unknown, names: ReadonlySet<string>, problems: string[]): Exemption[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    problems.push("slipway:policy.exemptions: give a list of { rule, resource, reason }");
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const path = `slipway:policy.exemptions[${index}]`;
    const text = (key: string): string => {
      const found = isDict(item) ? item[key] : undefined;
      if (typeof found === "string" && found.trim() !== "") return found;
      const hint = key === "reason" ? "say why the finding is accepted" : `give the ${key}`;
      problems.push(`${path}.${key}: missing; ${hint}`);
      return "";
    };
    const exemption = { rule: text("rule"), resource: text("resource"), reason: text("reason") };
    if (exemption.rule && !names.has(exemption.rule))
      problems.push(`${path}.rule: there is no rule "${exemption.rule}"`);
    for (const key of Object.keys(isDict(item) ? item : {}))
      if (!(key in exemption)) problems.push(`${path}.${key}: unknown; an exemption has rule, resource and reason`);
    return [exemption];
  });
}

/**
 * Reads the settings from a stack's config.
 * @param known the names of all rules and packs; a level or an exemption for another name is an error
 * @throws PolicySettingsError with every problem at once
 */
export function readSettings(
  source: SettingsSource,
  known: { rules: readonly string[]; packs: readonly string[] },
): Settings {
  const problems: string[] = [];
  // Where the environment is not said, the strictest one holds.
  const environment = source.config["slipway:environment"] ?? "prod";
  if (!ENVIRONMENTS.includes(String(environment)))
    problems.push(`slipway:environment: ${JSON.stringify(environment)} is none of ${ENVIRONMENTS.join(", ")}`);

  const given = parsed(source.config["slipway:policy"]);
  if (given !== undefined && !isDict(given)) problems.push("slipway:policy: give an object");
  const policy = isDict(given) ? given : {};
  for (const key of Object.keys(policy))
    if (!KEYS.includes(key)) problems.push(`slipway:policy.${key}: unknown; use ${KEYS.join(", ")}`);

  const rules = new Set(known.rules);
  const settings: Settings = {
    project: source.project,
    stack: source.stack,
    environment: environment as Environment,
    levels: levelsOf(policy["levels"], new Set([...known.rules, ...known.packs]), problems),
    exemptions: exemptionsOf(policy["exemptions"], rules, problems),
    requiredTags: strings(policy["requiredTags"], "slipway:policy.requiredTags", REQUIRED_TAGS, problems),
    requiredLabels: strings(policy["requiredLabels"], "slipway:policy.requiredLabels", REQUIRED_LABELS, problems),
    regions: strings(policy["regions"], "slipway:policy.regions", [], problems),
    tagValues: tagValuesOf(source, String(environment)),
  };
  if (problems.length > 0) throw new PolicySettingsError(problems);
  return settings;
}

/** The values of the stack's own tags: the same that its components give, so that a repair changes nothing later. */
function tagValuesOf({ project, stack, config }: SettingsSource, environment: string): Record<string, string> {
  const known = {
    Project: config["slipway:app"] ?? project,
    Stack: stack,
    Environment: environment,
    ManagedBy: "slipway",
    Owner: config["slipway:owner"],
    CostCenter: config["slipway:costCenter"],
  };
  return Object.fromEntries(
    Object.entries(known).filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== ""),
  );
}
