import { type Problem, show } from "../errors";
import type { WorkloadConfig } from "../workloads/kinds";
import { triggerStores } from "../workloads/scaling";
import { type Check, missing, workloadsOf } from "./check";

type Scaled = Extract<WorkloadConfig, { kind: "web" | "worker" }>;

/** A check of one workload that is scaled; `path` is where its scaling is written. */
const scaled =
  (check: (workload: Scaled, path: string, name: string) => Problem[]): Check =>
  ({ config }) =>
    workloadsOf(config).flatMap(([name, workload]) =>
      workload.kind === "web" || workload.kind === "worker" ? check(workload, `workloads.${name}.scaling`, name) : [],
    );

const bounds = scaled(({ scaling }, path) => {
  const { min, max, cpu, memory, requestsPerSecond, triggers } = scaling;
  const events = triggers.length > 0 || requestsPerSecond !== undefined;
  return [
    ...(min > max
      ? [
          {
            path: `${path}.min`,
            given: `min ${min}, max ${max}`,
            allowed: "min at most max",
            mend: `raise max to ${min} or more, or lower min`,
          },
        ]
      : []),
    ...(min < max && cpu === undefined && memory === undefined && !events
      ? [{ path, given: "neither cpu nor memory", allowed: "a target for cpu, memory or both", mend: "add cpu: 70" }]
      : []),
    ...(min === max && events
      ? [
          {
            path: `${path}.max`,
            given: `min ${min}, max ${max}, and what would scale it`,
            allowed: "a range of pods where something scales them",
            mend: `raise max, or remove ${triggers.length > 0 ? "triggers" : "requestsPerSecond"}`,
          },
        ]
      : []),
  ];
});

const toZero = scaled(({ kind, scaling }, path) =>
  scaling.min > 0 || (kind === "worker" && scaling.triggers.length > 0)
    ? []
    : [
        {
          path: `${path}.min`,
          given: kind === "web" ? "0, of a web workload" : "0, without triggers",
          allowed: "0 for a worker with triggers: nothing else would start a pod again",
          mend: kind === "web" ? "write min: 1" : "write min: 1, or add triggers",
        },
      ],
);

const requestsCounted = scaled((workload, path) =>
  workload.scaling.requestsPerSecond === undefined || (workload.kind === "web" && workload.hosts.length > 0)
    ? []
    : [
        {
          path: `${path}.requestsPerSecond`,
          given: show(workload.scaling.requestsPerSecond),
          allowed: "a web workload with hosts: the gateway counts its requests",
          mend: "remove it, or add a trigger of kind prometheus over a metric of the workload's own",
        },
      ],
);

/** Triggers read with what the workload itself has: its stores' addresses and secrets, and its own. */
const references: Check = (input) =>
  scaled((workload, path, name) =>
    workload.scaling.triggers.flatMap((trigger, index) => {
      const at = `${path}.triggers[${index}]`;
      if (trigger.kind === "pubsub" || trigger.kind === "serviceBus") {
        const known = Object.keys(workload.secrets);
        return known.includes(trigger.credentials)
          ? []
          : [missing(`${at}.credentials`, trigger.credentials, known, "variable", `workloads.${name}.secrets`)];
      }
      if (trigger.kind !== "redisList" && trigger.kind !== "postgres") return [];
      const kind = input.config.stores?.[trigger.store]?.kind;
      const wanted = triggerStores[trigger.kind];
      if (workload.uses.includes(trigger.store) && (kind === undefined || kind === wanted)) return [];
      return [
        {
          path: `${at}.store`,
          given: kind === undefined || kind === wanted ? `${show(trigger.store)}, not under uses` : `a ${kind}`,
          allowed: `a ${wanted} that the workload uses`,
          mend: `name a ${wanted} that is under workloads.${name}.uses`,
        },
      ];
    }),
  )(input);

/** How many pods, and what scales them. */
export const scalingChecks: readonly Check[] = [bounds, toZero, requestsCounted, references];
