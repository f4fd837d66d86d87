import { catalogue } from "../../components/addons/catalogue";
import { gateway } from "../../components/addons/gateway";
import { variable } from "../../components/shared/naming";
import type {
  ImageValues,
  NetworkValues,
  ProbeValues,
  ResourceValues,
  WorkloadValues,
} from "../../components/workloads/values";
import type { StackConfig } from "../config/schema";
import type { WorkloadConfig } from "../config/workloads";

/** A workload as config alone says; what stores give it is added when they are there. */
export interface WorkloadPlan {
  readonly name: string;
  readonly values: WorkloadValues;
  /** Stores that it works with. */
  readonly uses: readonly string[];
  /** Variable → secret of the stack. */
  readonly secrets: Readonly<Record<string, string>>;
  /** A release of its own, run to its end before this one. */
  readonly migration?: { readonly name: string; readonly values: WorkloadValues };
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
    ...podsOf(workload.scaling),
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
  };
}

/** `/health` by HTTP on the workload's own port; `{ grpc: 3550 }` and `{ tcp: 6379 }` say theirs. */
function probeOf(health: Extract<WorkloadConfig, { kind: "web" }>["health"]): ProbeValues {
  if (typeof health === "string") return { path: health };
  return "grpc" in health ? { protocol: "grpc", port: health.grpc } : { protocol: "tcp", port: health.tcp };
}

const networkOf = (workload: WorkloadConfig, config: StackConfig): NetworkValues => ({
  egressInternet: workload.internet,
  openings: workload.calls.map((called) => opening(called, config)),
});

/** A migration is a task of its own: same image and variables, its own command, identity, secret and openings. */
function migrationOf(
  name: string,
  workload: WorkloadConfig,
  migrate: NonNullable<WorkloadConfig["migrate"]>,
  common: Omit<WorkloadValues, "kind">,
): NonNullable<WorkloadPlan["migration"]> {
  const own = `${name}-migrate`;
  const { args: _args, network: _network, ...kept } = common;
  return {
    name: own,
    values: {
      ...kept,
      kind: "task",
      name: own,
      command: migrate.command,
      network: { egressInternet: workload.internet },
      job: { backoffLimit: 0, activeDeadlineSeconds: migrate.timeoutSeconds },
    },
  };
}

/** One number of pods, or a range with what scales it. */
function podsOf(scaling: Extract<WorkloadConfig, { kind: "web" }>["scaling"]): Partial<WorkloadValues> {
  const { min, max, cpu, memory, up, down } = scaling;
  if (min === max) return { replicas: min };
  return {
    autoscaling: {
      min,
      max,
      ...(cpu !== undefined && { cpu }),
      ...(memory !== undefined && { memory }),
      ...((up || down) && { behaviour: { ...(up && { up }), ...(down && { down }) } }),
    },
  };
}

function resourcesOf(resources: WorkloadConfig["resources"]): ResourceValues {
  return {
    requests: { cpu: resources.cpu, memory: resources.memory },
    limits: {
      ...(resources.cpuLimit && { cpu: resources.cpuLimit }),
      memory: resources.memoryLimit ?? resources.memory,
    },
  };
}

/** Splits `repository:tag@digest`; a colon before the last slash is a registry's port. */
export function imageOf(image: string): ImageValues {
  const [rest = "", digest] = image.split("@");
  const colon = rest.lastIndexOf(":");
  const tagged = colon > rest.lastIndexOf("/");
  return {
    repository: tagged ? rest.slice(0, colon) : rest,
    ...(tagged && { tag: rest.slice(colon + 1) }),
    ...(digest && { digest }),
  };
}

/** `api` → `API_URL=http://api`. */
const addressesOf = (calls: readonly string[]): Record<string, string> =>
  Object.fromEntries(calls.map((called) => [`${variable(called)}_URL`, `http://${called}`]));

const labelsOf = (name: string): Record<string, string> => ({ "app.kubernetes.io/name": name });

function opening(called: string, config: StackConfig) {
  const workload = config.workloads[called];
  return { name: called, pods: { labels: labelsOf(called) }, port: workload?.kind === "web" ? workload.port : 80 };
}

function callersOf(name: string, config: StackConfig) {
  return Object.entries(config.workloads)
    .filter(([, workload]) => workload.calls.includes(name))
    .map(([caller]) => ({ labels: labelsOf(caller) }));
}
