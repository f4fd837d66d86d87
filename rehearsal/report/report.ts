import type { Finding } from "../../policy/judge";
import type { Json, Properties } from "../clouds/model";
import type { ResourceRecord } from "../engine/record";
import type { Mode, Run } from "../engine/run";
import { MASK, masked } from "../engine/wire";

/** One resource in a report: secrets are masked, so it can be shown to anybody who may see the stack's config. */
export interface ReportedResource extends Omit<ResourceRecord, "inputs" | "outputs" | "secrets"> {
  readonly inputs: Properties;
}

/** What a rehearsal has shown: the content of `report.json`, and what every other form is made from. */
export interface Report {
  /** Raised when a field changes its meaning or goes. */
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  readonly environment: string;
  readonly cloud: string;
  readonly region: string;
  readonly account: string;
  readonly mode: Mode;
  readonly configFile: string;
  readonly counts: {
    /** What would exist in a cloud or a cluster; components and providers are not counted. */
    readonly resources: number;
    readonly components: number;
    readonly protected: number;
    readonly byType: Readonly<Record<string, number>>;
  };
  readonly resources: readonly ReportedResource[];
  readonly findings: readonly Finding[];
  /** Secrets are masked. */
  readonly outputs: Properties;
  readonly order: Run["order"];
  /** Wall time of the rehearsal in seconds, the start of the process included. */
  readonly seconds: number;
}

export interface ReportArgs {
  readonly run: Run;
  readonly findings: readonly Finding[];
  readonly project: string;
  readonly stack: string;
  readonly mode: Mode;
  readonly configFile: string;
  readonly config: Readonly<Record<string, string>>;
  readonly region: string;
  readonly account: string;
  readonly placeholders: readonly string[];
  readonly seconds: number;
}

/** Whether a record is something that would exist: no component, no provider, nothing that is only read. */
export function isReal(record: Pick<ResourceRecord, "custom" | "type" | "external">): boolean {
  return record.custom && !record.external && !record.type.startsWith("pulumi:providers:");
}

export function makeReport(args: ReportArgs): Report {
  const { run, findings, project, stack, mode, configFile, region, account, seconds, config } = args;
  const scrub = scrubber(secretTexts(run, args.placeholders));
  const real = run.resources.filter(isReal);
  const byType: Record<string, number> = {};
  for (const { type } of real) byType[type] = (byType[type] ?? 0) + 1;
  const outputs: Properties = { ...run.outputs };
  for (const key of run.secretOutputs) outputs[key] = MASK;
  return {
    ...{ version: 1, project, stack, mode, configFile, region, account, seconds, order: run.order },
    environment: config["slipway:environment"] ?? "",
    cloud: config["slipway:cloud"] ?? "",
    counts: {
      resources: real.length,
      components: run.resources.filter((record) => !record.custom).length,
      protected: real.filter((record) => record.protect).length,
      byType: Object.fromEntries(Object.entries(byType).sort(([a], [b]) => a.localeCompare(b))),
    },
    resources: run.resources.map(({ outputs: _, secrets, inputs, ...record }) => ({
      ...record,
      inputs: scrub(masked(inputs, secrets)) as Properties,
    })),
    findings: findings.map((finding) => ({ ...finding, message: scrub(finding.message) as string })),
    outputs: scrub(masked(outputs, [])) as Properties,
  };
}

/** Every secret text of the run that is long enough to be told from an ordinary word. */
function secretTexts(run: Run, placeholders: readonly string[]): Set<string> {
  const found = new Set<string>(placeholders);
  const collect = (value: Json | undefined): void => {
    if (typeof value === "string" && value.length >= 8 && value.length <= 4096) found.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(collect);
  };
  for (const record of run.resources) {
    if (!record.custom) continue;
    for (const path of record.secrets) collect(at(record.inputs, path));
    for (const key of record.secretOutputs) if (isGenerated(record)) collect(record.outputs[key]);
  }
  return found;
}

/** Only what is secret by its nature: a whole chart's values are marked secret for one field in them. */
function isGenerated(record: ResourceRecord): boolean {
  return record.type.startsWith("random:");
}

function at(values: Json | undefined, path: string): Json | undefined {
  let value = values;
  for (const part of path.replaceAll("[", ".").replaceAll("]", "").split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(part)] : value[part];
  }
  return value;
}

/** Replaces secret texts wherever they stand, should one have lost its mark on the way. */
function scrubber(secrets: ReadonlySet<string>): (value: Json) => Json {
  if (secrets.size === 0) return (value) => value;
  const escaped = [...secrets].sort((a, b) => b.length - a.length).map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(escaped.join("|"), "g");
  const visit = (value: Json): Json => {
    if (typeof value === "string") return value.replace(pattern, MASK);
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit;
}
