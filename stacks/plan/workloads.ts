import { catalogue } from "../../components/addons/catalogue";
import { gateway } from "../../components/addons/gateway";
import type { WorkloadValues } from "../../components/workloads/values";
import { merge } from "../config/presets";
import type { StackConfig } from "../config/schema";
import { ownWorkloads, type WorkloadConfig, type WorkloadOf } from "../config/workloads/kinds";
import { serviceSecrets, serviceVariables, traceOpenings, traceVariables } from "./telemetry";
import { addressesOf, extraOf, groupsOf, imageOf, probeOf, probesOf, resourcesOf } from "./workloads/container";
import { accessOf, routeOf } from "./workloads/ingress";
import { type MigrationPlan, migrationOf } from "./workloads/migration";
import { callersOf, networkOf, waysOut } from "./workloads/network";
import { patienceOf } from "./workloads/patience";
import { placementOf, spreadOf } from "./workloads/placement";
import { rolloutOf, trafficOf } from "./workloads/rollout";
import { podsOf } from "./workloads/scaling";
import { diskLimit, storageOf } from "./workloads/storage";

/** A workload as config alone says; what stores give it is added when they are there. */
export interface WorkloadPlan {
  readonly name: string;
  readonly values: WorkloadValues;
  /** Stores that it works with. */
  readonly uses: readonly string[];
  /** Store → connections that one pod holds open at most, where config says so. */
  readonly pool: Readonly<Record<string, number>>;
  /** Variable → secret of the stack. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Secret of the stack with the users of a preview. @default nobody is asked */
  readonly basicAuth?: string;
  /** A release of its own, run to its end before this one. */
  readonly migration?: MigrationPlan;
  /** Seconds that its release may take until everything is ready. */
  readonly timeoutSeconds: number;
}

/** The Gateway that serves public names. */
const parentRef = { name: gateway.name, namespace: gateway.namespace };

const monitoringNamespace = catalogue["kube-prometheus-stack"].namespace;

/** Every workload of Slipway's own chart, in the order of config. */
export function planWorkloads(config: StackConfig): readonly WorkloadPlan[] {
  const known = plans.get(config);
  if (known) return known;
  const found = ownWorkloads(config).map(([name, workload]) => planWorkload(name, workload, config));
  plans.set(config, found);
  return found;
}

/** The checks of a config, its capacity and its plan ask the same: a thousand workloads are planned once. */
const plans = new WeakMap<StackConfig, readonly WorkloadPlan[]>();

function planWorkload(name: string, workload: WorkloadConfig, config: StackConfig): WorkloadPlan {
  const common = commonValues(name, workload, config);
  return {
    name,
    uses: workload.uses,
    pool: workload.pool,
    secrets: { ...serviceSecrets(config), ...workload.secrets },
    values: overlaid(
      { ...common, ...kindValues(name, workload, config), ...commitOf(workload, config) },
      workload.values,
    ),
    ...(workload.kind === "web" && workload.ingress?.basicAuth && { basicAuth: workload.ingress.basicAuth }),
    ...(workload.migrate && {
      migration: migrationOf(name, workload, workload.migrate, common, [
        ...traceOpenings(config),
        ...waysOut(workload),
      ]),
    }),
    timeoutSeconds: secondsUntilDone(workload),
  };
}

/** The commit's series is a rule of Prometheus: without a Prometheus there is nothing to hold it. */
function commitOf({ commit }: WorkloadConfig, { addons }: StackConfig): Pick<WorkloadValues, "commit"> {
  if (commit === undefined || addons["kube-prometheus-stack"] === false) return {};
  return { commit: { id: commit.id, madeAt: Math.floor(Date.parse(commit.madeAt) / 1000) } };
}

/** How long a release may take: a cron job starts nothing, a task runs to its end, the others become ready. */
function secondsUntilDone(workload: WorkloadConfig): number {
  if (workload.kind === "cron") return 300;
  return workload.kind === "task" ? workload.timeoutSeconds + 120 : patienceOf(workload);
}

/** Config's own values of the chart win, key by key; the config check has held the whole against the chart's schema. */
const overlaid = (values: WorkloadValues, over: WorkloadConfig["values"]): WorkloadValues =>
  Object.keys(over).length === 0 ? values : (merge(values, over) as WorkloadValues);

function commonValues(name: string, workload: WorkloadConfig, config: StackConfig): Omit<WorkloadValues, "kind"> {
  const { init, sidecars, permissions } = workload;
  const disk = diskLimit(workload);
  const { requests, limits } = resourcesOf(workload.resources);
  return {
    name,
    partOf: config.app,
    image: { ...imageOf(workload.image), ...(workload.pullPolicy === "always" && { pullPolicy: "Always" }) },
    ...(workload.command && { command: workload.command }),
    ...(workload.args && { args: workload.args }),
    env: {
      ...traceVariables(name, workload, config),
      ...serviceVariables(name, workload, config),
      ...addressesOf(workload.calls, config),
      ...groupsOf(workload.variables, config),
      ...workload.env,
    },
    ...(init.length > 0 && { init: init.map((container) => extraOf(container, config)) }),
    ...(sidecars.length > 0 && { sidecars: sidecars.map((container) => extraOf(container, config)) }),
    ...storageOf(workload),
    resources: { requests, limits: { ...limits, ...(disk && { "ephemeral-storage": disk }) } },
    runAsUser: workload.user,
    ...placementOf(workload, config.app),
    ...(permissions.length > 0 && { permissions }),
    network: networkOf(workload, config),
    ...(config.addons["istio"] && { mesh: true }),
  };
}

function kindValues(
  name: string,
  workload: WorkloadConfig,
  config: StackConfig,
): Partial<WorkloadValues> & Pick<WorkloadValues, "kind"> {
  switch (workload.kind) {
    case "cron":
      return {
        kind: "cron",
        cron: { schedule: workload.schedule, concurrencyPolicy: workload.overlap === "replace" ? "Replace" : "Forbid" },
        job: jobOf(workload),
      };
    case "task":
      return { kind: "task", job: jobOf(workload) };
    case "scheduler":
      return { kind: "scheduler", ...runningOf(workload), shutdown: endingOf(workload) };
    case "worker":
      return {
        kind: "worker",
        ...runningOf(workload),
        ...scaledOf(name, workload, config),
        shutdown: endingOf(workload),
      };
    case "web":
      return webValues(name, workload, config);
  }
}

const jobOf = ({ timeoutSeconds, retries }: WorkloadOf<"cron" | "task">): WorkloadValues["job"] => ({
  activeDeadlineSeconds: timeoutSeconds,
  backoffLimit: retries,
});

function runningOf({ metrics, probes }: WorkloadOf<"worker" | "scheduler">): Partial<WorkloadValues> {
  const named = probesOf(probes);
  return {
    ...(metrics && { metrics: { ...metrics, scrapedFrom: monitoringNamespace } }),
    ...(Object.keys(named).length > 0 && { probes: named }),
  };
}

const scaledOf = (
  name: string,
  workload: WorkloadOf<"web" | "worker">,
  config: StackConfig,
): Partial<WorkloadValues> => ({
  ...podsOf(name, workload, config),
  ...rolloutOf(workload),
  ...(config.addons["vertical-pod-autoscaler"] && { recommendations: true }),
  spread: spreadOf(workload.spread),
});

const endingOf = ({ graceSeconds, preStop }: WorkloadOf<"worker" | "scheduler">): WorkloadValues["shutdown"] => ({
  graceSeconds,
  ...(preStop && { preStopCommand: preStop.command, preStopSleepSeconds: preStop.seconds }),
});

function webValues(
  name: string,
  workload: WorkloadOf<"web">,
  config: StackConfig,
): Partial<WorkloadValues> & Pick<WorkloadValues, "kind"> {
  const { metrics, ports, hosts, sessionAffinity, graceSeconds, preStopSeconds } = workload;
  return {
    kind: "web",
    ...scaledOf(name, workload, config),
    ...(metrics && { metrics: { ...metrics, scrapedFrom: monitoringNamespace } }),
    port: workload.port,
    ...(Object.keys(ports).length > 0 && { ports }),
    probes: probesOf(workload.probes, probeOf(workload.health)),
    shutdown: { graceSeconds, preStopSleepSeconds: preStopSeconds },
    ...(sessionAffinity !== undefined && { sessionAffinitySeconds: sessionAffinity }),
    network: { ...networkOf(workload, config), callers: callersOf(name, config) },
    ...(hosts.length > 0 && {
      route: { hosts, parentRef, gatewayNamespace: gateway.namespace, ...routeOf(workload, config) },
      ...trafficOf(workload),
      ...accessOf(workload),
    }),
  };
}
