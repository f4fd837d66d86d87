import { catalogue } from "../../components/addons/catalogue";
import { gateway } from "../../components/addons/gateway";
import type { WorkloadValues } from "../../components/workloads/values";
import type { StackConfig } from "../config/schema";
import type { WorkloadConfig } from "../config/workloads/kinds";
import { addressesOf, imageOf, probeOf, resourcesOf } from "./workloads/container";
import { type MigrationPlan, migrationOf } from "./workloads/migration";
import { callersOf, networkOf } from "./workloads/network";
import { rolloutOf, trafficOf } from "./workloads/rollout";
import { podsOf } from "./workloads/scaling";

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
  /** A release of its own, run to its end before this one. */
  readonly migration?: MigrationPlan;
  /** Seconds that its release may take until everything is ready. */
  readonly timeoutSeconds: number;
}

/** The Gateway that serves public names. */
const parentRef = { name: gateway.name, namespace: gateway.namespace };

const monitoringNamespace = catalogue["kube-prometheus-stack"].namespace;

/** Every workload of a stack, in the order of config. */
export function planWorkloads(config: StackConfig): WorkloadPlan[] {
  return Object.entries(config.workloads).map(([name, workload]) => planWorkload(name, workload, config));
}

function planWorkload(name: string, workload: WorkloadConfig, config: StackConfig): WorkloadPlan {
  const common = commonValues(name, workload, config);
  return {
    name,
    uses: workload.uses,
    pool: workload.pool,
    secrets: workload.secrets,
    values: { ...common, ...kindValues(name, workload, config) },
    ...(workload.migrate && { migration: migrationOf(name, workload, workload.migrate, common) }),
    timeoutSeconds: workload.kind === "cron" ? 300 : workload.readySeconds,
  };
}

function commonValues(name: string, workload: WorkloadConfig, config: StackConfig): Omit<WorkloadValues, "kind"> {
  return {
    name,
    partOf: config.app,
    image: imageOf(workload.image),
    ...(workload.command && { command: workload.command }),
    ...(workload.args && { args: workload.args }),
    env: { ...addressesOf(workload.calls), ...workload.env },
    resources: resourcesOf(workload.resources),
    runAsUser: workload.user,
    network: networkOf(workload, config),
    ...(config.addons["istio"] && { mesh: true }),
  };
}

function kindValues(
  name: string,
  workload: WorkloadConfig,
  config: StackConfig,
): Partial<WorkloadValues> & Pick<WorkloadValues, "kind"> {
  if (workload.kind === "cron") {
    return {
      kind: "cron",
      cron: { schedule: workload.schedule, concurrencyPolicy: workload.overlap === "replace" ? "Replace" : "Forbid" },
      job: { activeDeadlineSeconds: workload.timeoutSeconds },
    };
  }
  const shared = {
    ...podsOf(name, workload, config),
    ...rolloutOf(workload),
    ...(config.addons["vertical-pod-autoscaler"] && { recommendations: true }),
    ...(workload.metrics && { metrics: { ...workload.metrics, scrapedFrom: monitoringNamespace } }),
    shutdown: { graceSeconds: workload.graceSeconds },
  };
  if (workload.kind === "worker") return { kind: "worker", ...shared };
  const probe = probeOf(workload.health);
  return {
    kind: "web",
    ...shared,
    port: workload.port,
    probes: { startup: probe, readiness: probe, liveness: probe },
    network: { ...networkOf(workload, config), callers: callersOf(name, config) },
    ...(workload.hosts.length > 0 && {
      route: { hosts: workload.hosts, parentRef, gatewayNamespace: gateway.namespace },
    }),
    ...trafficOf(workload.resilience),
  };
}
