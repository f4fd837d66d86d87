import type { Environment, Level, RuleContext } from "./rule";

/**
 * A finding that is accepted: by rule, and by the resource's name (`*` stands for any characters). An object that a
 * release renders is called `<release>/<Kind>/<name>`; the release's own name covers all its objects.
 */
export interface Exemption {
  readonly rule: string;
  readonly resource: string;
  /** Why it is accepted: required, and printed with the finding. */
  readonly reason: string;
  /** Who answers for it. Only the platform's own exemptions have none. */
  readonly owner?: string;
  /** Last day on which it holds, as `2027-03-31` (UTC). Only the platform's own exemptions have none. */
  readonly expires?: string;
}

/** A written permission to replace or delete one protected resource. */
export interface Override {
  /** Logical name, exactly. */
  readonly resource: string;
  readonly action: "replace" | "delete";
  readonly reason: string;
  /** Last day on which it holds, as `2027-03-31` (UTC). */
  readonly expires: string;
}

/** Everything that steers the judgement, read once from the stack's config. */
export interface Settings extends RuleContext {
  /** Level by rule name or pack name; a rule's own entry beats its pack's. */
  readonly levels: Readonly<Record<string, Level>>;
  readonly exemptions: readonly Exemption[];
  /** Protected resources that may be replaced or deleted. */
  readonly overrides: readonly Override[];
}

export interface SettingsSource {
  readonly project: string;
  readonly stack: string;
  /** Decides what has expired. */
  readonly now: Date;
  /**
   * The stack's config as Pulumi hands it over: full key → value, objects as JSON. Read are `slipway:environment`,
   * `slipway:policy`, `slipway:overrides`, `slipway:budget`, `slipway:app`, `slipway:owner` and `slipway:costCenter`.
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
const KEYS = [
  "levels",
  "exemptions",
  "requiredTags",
  "requiredLabels",
  "regions",
  "registries",
  "maxPods",
  "rpoHours",
  "monthlyBudget",
];

/** @default for `maxPods` in `slipway:policy` */
export const MAX_PODS = 50;

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

function numberOf(value: unknown, path: string, problems: string[]): number | undefined {
  if (value === undefined || (typeof value === "number" && value > 0)) return value;
  problems.push(`${path}: ${JSON.stringify(value)} is not a number above 0`);
  return undefined;
}

/** A level, or one for each environment; where the environment is not named, the rule's own level holds. */
function levelsOf(
  value: unknown,
  names: ReadonlySet<string>,
  environment: string,
  problems: string[],
): Record<string, Level> {
  const levels: Record<string, Level> = {};
  if (value !== undefined && !isDict(value))
    problems.push("slipway:policy.levels: give an object of rule or pack → level");
  for (const [name, given] of Object.entries(isDict(value) ? value : {})) {
    const path = `slipway:policy.levels.${name}`;
    if (!names.has(name)) problems.push(`${path}: there is no rule or pack "${name}"`);
    const byEnvironment = isDict(given) ? given : { [environment]: given };
    for (const [place, level] of Object.entries(byEnvironment)) {
      const where = isDict(given) ? `${path}.${place}` : path;
      if (!ENVIRONMENTS.includes(place) && isDict(given))
        problems.push(`${where}: ${place} is none of ${ENVIRONMENTS.join(", ")}`);
      else if (!LEVELS.includes(String(level)))
        problems.push(`${where}: ${JSON.stringify(level)} is no level; use ${LEVELS.join(", ")}`);
      else if (place === environment && names.has(name)) levels[name] = level as Level;
    }
  }
  return levels;
}

/** How a date is written; YAML readers may add the time of a day's start, the engine's as Go prints it. */
const DATE = /^(\d{4}-\d{2}-\d{2})(T00:00:00(\.0+)?Z| 00:00:00 \+0000 UTC)?$/;

/** The last day on which something holds. A day that is over, or that no calendar has, is a problem. */
function expiryOf(value: unknown, path: string, now: Date, problems: string[]): string {
  const day = typeof value === "string" ? DATE.exec(value)?.[1] : undefined;
  const end = Date.parse(`${day}T23:59:59.999Z`);
  if (day === undefined || Number.isNaN(end)) {
    problems.push(
      value === undefined
        ? `${path}: missing; give the last day on which it holds, as "2027-03-31"`
        : `${path}: ${JSON.stringify(value)} is no day; write it as "2027-03-31"`,
    );
    return "";
  }
  if (end < now.getTime()) problems.push(`${path}: it expired on ${day}; mend what it was for, or decide anew`);
  return day;
}

/** Reads a list of entries of which every key is required text. */
function entriesOf(
  value: unknown,
  path: string,
  keys: Readonly<Record<string, string>>,
  now: Date,
  problems: string[],
): Record<string, string>[] {
  if (value === undefined) return [];
  const names = [...Object.keys(keys), "expires"];
  if (!Array.isArray(value)) {
    problems.push(`${path}: give a list of { ${names.join(", ")} }`);
    return [];
  }
  return value.map((item: unknown, index) => {
    const here = `${path}[${index}]`;
    const entry: Record<string, string> = {};
    for (const [key, hint] of Object.entries(keys)) {
      const found = isDict(item) ? item[key] : undefined;
      if (typeof found === "string" && found.trim() !== "") entry[key] = found;
      else problems.push(`${here}.${key}: missing; ${hint}`);
    }
    entry["expires"] = expiryOf(isDict(item) ? item["expires"] : undefined, `${here}.expires`, now, problems);
    for (const key of Object.keys(isDict(item) ? item : {}))
      if (!names.includes(key)) problems.push(`${here}.${key}: unknown; use ${names.join(", ")}`);
    return entry;
  });
}

function exemptionsOf(value: unknown, rules: ReadonlySet<string>, now: Date, problems: string[]): Exemption[] {
  const path = "slipway:policy.exemptions";
  const hints = {
    rule: "give the rule",
    resource: "give the resource",
    reason: "say why the finding is accepted",
    owner: "say who answers for it",
  };
  return entriesOf(value, path, hints, now, problems).map((entry, index) => {
    const { rule = "", resource = "", reason = "", owner, expires } = entry;
    if (rule && !rules.has(rule)) problems.push(`${path}[${index}].rule: there is no rule "${rule}"`);
    return { rule, resource, reason, owner, expires };
  });
}

function overridesOf(value: unknown, now: Date, problems: string[]): Override[] {
  const path = "slipway:overrides";
  const hints = {
    resource: "give the resource's logical name",
    action: "say replace or delete",
    reason: "say why it may go",
  };
  return entriesOf(value, path, hints, now, problems).map((entry, index) => {
    const { resource = "", action = "", reason = "", expires = "" } = entry;
    if (action && action !== "replace" && action !== "delete")
      problems.push(`${path}[${index}].action: ${JSON.stringify(action)} is none of replace, delete`);
    if (resource.includes("*")) problems.push(`${path}[${index}].resource: name one resource, without *`);
    return { resource, action: action as Override["action"], reason, expires };
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
    levels: levelsOf(policy["levels"], new Set([...known.rules, ...known.packs]), String(environment), problems),
    exemptions: exemptionsOf(policy["exemptions"], rules, source.now, problems),
    overrides: overridesOf(parsed(source.config["slipway:overrides"]), source.now, problems),
    requiredTags: strings(policy["requiredTags"], "slipway:policy.requiredTags", REQUIRED_TAGS, problems),
    requiredLabels: strings(policy["requiredLabels"], "slipway:policy.requiredLabels", REQUIRED_LABELS, problems),
    regions: strings(policy["regions"], "slipway:policy.regions", [], problems),
    registries: strings(policy["registries"], "slipway:policy.registries", [], problems),
    maxPods: numberOf(policy["maxPods"], "slipway:policy.maxPods", problems) ?? MAX_PODS,
    rpoHours: numberOf(policy["rpoHours"], "slipway:policy.rpoHours", problems),
    monthlyBudget:
      numberOf(policy["monthlyBudget"], "slipway:policy.monthlyBudget", problems) ?? budgetOf(source.config),
    tagValues: tagValuesOf(source, String(environment)),
  };
  if (problems.length > 0) throw new PolicySettingsError(problems);
  return settings;
}

/** The stack's own budget (`slipway:budget.monthly`), where the policies are given none; its config checks it. */
function budgetOf(config: SettingsSource["config"]): number | undefined {
  const budget = parsed(config["slipway:budget"]);
  const monthly = isDict(budget) ? budget["monthly"] : undefined;
  return typeof monthly === "number" ? monthly : undefined;
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
