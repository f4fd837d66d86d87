import type { Finding } from "../../policy/judge";
import type { CapacityReport } from "../../stacks/plan/capacity/finding";
import type { VersionsReport } from "../../stacks/plan/versions/skew";
import type { Properties } from "../clouds/model";
import type { CostDifference } from "../cost/difference";
import type { CostReport } from "../cost/report";
import type { Difference } from "../difference/difference";
import type { ResourceRecord } from "../engine/record";
import type { Mode, Run } from "../engine/run";
import { searchFor } from "../engine/secret-texts";
import { MASK, masked } from "../engine/wire";
import type { Verdict } from "../proofs/proof";
import { prove } from "../proofs/proofs";
import { structured } from "../stack-files";
import type { WhatIf } from "../what-if/what-if";
import { type Alert, alertsOf } from "./alerts";
import { type Topology, topologyOf } from "./topology";

/** One resource in a report: secrets are masked, so it can be shown to anybody who may see the stack's config. */
export interface ReportedResource extends Omit<ResourceRecord, "inputs" | "outputs" | "secrets"> {
  readonly inputs: Properties;
}

/** How what is reported came about: by a rehearsal, or read from a stack's state. */
export type ReportMode = Mode | "state";

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
  readonly mode: ReportMode;
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
  /** Exemptions and overrides of the config that nothing needs, one sentence each. */
  readonly unused: readonly string[];
  /** What Helm took to render the releases: calls of `helm`, and wall time in seconds. */
  readonly rendering: Rendering;
  /** Whether all of it fits: nodes, addresses, connections. Absent where the program is none of Slipway's. */
  readonly capacity?: CapacityReport;
  /** What a month of it costs by list prices. Absent where nothing of its cloud is priced. */
  readonly cost?: CostReport;
  /** Whether its versions go together, and until when they are looked after. Absent as capacity is. */
  readonly versions?: VersionsReport;
  /** Every alert that it would watch with, and the page that says what to do. */
  readonly alerts: readonly Alert[];
  /** Costs against another run or stack, where one was given. */
  readonly costDifference?: CostDifference;
  /** Secrets are masked. */
  readonly outputs: Properties;
  readonly order: Run["order"];
  /** What the picture of the stack is drawn from. */
  readonly topology: Topology;
  /** What the graph proves, or fails to. */
  readonly proofs: readonly Verdict[];
  /** Against an earlier run or a preview, where one was given. Of a state: what its config would change about it. */
  readonly difference?: Difference;
  /** What was assumed beyond the stack's file, and what follows. Absent where nothing was. */
  readonly whatIf?: WhatIf;
  /** Wall time of the rehearsal in seconds, the start of the process included, without what Helm took. */
  readonly seconds: number;
}

export interface Rendering {
  readonly calls: number;
  readonly seconds: number;
}

export interface ReportArgs {
  readonly run: Pick<Run, "resources" | "outputs" | "secretOutputs" | "order">;
  readonly findings: readonly Finding[];
  readonly capacity?: CapacityReport;
  readonly cost?: CostReport;
  readonly versions?: VersionsReport;
  readonly whatIf?: WhatIf;
  readonly unused?: readonly string[];
  readonly rendering?: Rendering;
  readonly project: string;
  readonly stack: string;
  readonly mode: ReportMode;
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
  const search = searchFor(run.resources, args.placeholders);
  // Replaced wherever they stand, should one have lost its mark on the way.
  const scrub = (text: string): string => search.replaceIn(text, MASK);
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
    resources: run.resources.map((record) => reported(record, scrub)),
    findings: findings.map((finding) => ({ ...finding, message: scrub(finding.message) })),
    ...(args.capacity && { capacity: args.capacity }),
    ...(args.cost && { cost: args.cost }),
    ...(args.versions && { versions: args.versions }),
    ...(args.whatIf && { whatIf: args.whatIf }),
    unused: args.unused ?? [],
    rendering: args.rendering ?? { calls: 0, seconds: 0 },
    outputs: masked(outputs, [], scrub),
    alerts: alertsOf(run.resources),
    topology: topologyOf(run.resources, structured(config["slipway:workloads"])),
    proofs: prove(run, mode === "preview" ? "preview" : "up"),
  };
}

/** A copy of the whole: to take keys out, by the rest pattern or one by one, makes a slow object of each of thousands. */
function reported(record: ResourceRecord, scrub: (text: string) => string): ReportedResource {
  const inputs = masked(record.inputs, record.secrets, scrub);
  const shown = { ...record, inputs, outputs: undefined, secrets: undefined };
  return shown;
}
