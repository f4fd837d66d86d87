import type { CloudName } from "../../../components/clouds/registry";
import type { Capability } from "../../../components/contracts/cloud";
import type { CloudPlanner } from "../../plan/clouds/cloud";
import { nearest, type Problem, show } from "../errors";
import type { StackConfig } from "../schema";
import { ownWorkloads, type WorkloadConfig } from "../workloads/kinds";

/**
 * What no single field can say: rules between fields. Each reads only the sections it speaks of, so that it still runs
 * when some other section is wrong. It sees only entries that passed their own schema; `names` are all that were given.
 */
export interface CheckInput {
  readonly config: Partial<StackConfig>;
  readonly names: { readonly stores: readonly string[]; readonly workloads: readonly string[] };
  readonly cloud: CloudName;
  /** The planner of that cloud. */
  readonly planner: CloudPlanner;
}

export type Check = (input: CheckInput) => Problem[];

/** The workloads of Slipway's own chart. */
export const workloadsOf = (config: Partial<StackConfig>): [string, WorkloadConfig][] => ownWorkloads(config);

/** A name that stands for nothing there is. */
export function missing(path: string, name: string, known: readonly string[], what: string, section: string): Problem {
  const guess = nearest(name, known);
  return {
    path,
    given: show(name),
    allowed:
      known.length > 0 ? `a ${what} of this stack: ${known.join(", ")}` : `a ${what} of this stack; there is none yet`,
    mend: guess ? `did you mean "${guess}"?` : `add ${name} under slipway:${section}, or remove it here`,
  };
}

/** Something that is needed here, and was not given. */
export const absent = (path: string, allowed: string): Problem => ({
  path,
  given: "nothing",
  allowed,
  mend: `add it: ${allowed}`,
});

/** Something that was asked for and that the cloud lacks; nothing where the cloud has it. */
export const lacking = (path: string, given: string, capability: Capability, mend = "remove it"): Problem[] =>
  "instead" in capability ? [{ path, given, allowed: capability.instead, mend }] : [];

/** A check of each workload by itself. */
export const each =
  (check: (workload: WorkloadConfig, path: string, input: Parameters<Check>[0]) => Problem[]): Check =>
  (input) =>
    workloadsOf(input.config).flatMap(([name, workload]) => check(workload, `workloads.${name}`, input));

/** Whether External Secrets reads the stack's secrets, rather than Pulumi. */
export const fetchesSecrets = ({ secretSource }: Partial<StackConfig>): boolean =>
  !["pulumi", "kubernetes"].includes(secretSource?.kind ?? "secretManager");
