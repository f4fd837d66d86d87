import type { NamespaceNetwork } from "../../../components/workloads/namespace-network";
import type { NetworkValues, Opening, PodPeer } from "../../../components/workloads/values/network";
import type { StackConfig } from "../../config/schema";
import { ownWorkloads, type WorkloadConfig, type WorkloadOf } from "../../config/workloads/kinds";
import { plannerOf } from "../clouds/registry";
import { traceOpenings } from "../telemetry";

/** Ways out of a workload. */
export const networkOf = (workload: WorkloadConfig, config: StackConfig): NetworkValues => ({
  egressInternet: workload.internet,
  openings: [
    ...workload.calls.flatMap((called) => openingsTo(called, config)),
    ...traceOpenings(config),
    ...waysOut(workload),
    ...(workload.permissions.length > 0 ? [kubernetesApi(config)] : []),
  ],
});

const labelsOf = (name: string): Record<string, string> => ({ "app.kubernetes.io/name": name });

function openingsTo(called: string, config: StackConfig): Opening[] {
  const workload = config.workloads[called];
  if (workload?.kind === "chart") {
    const pods = { namespace: chartNamespace(called, workload, config), labels: chartPods(called, workload) };
    return workload.ports.map((port) => ({ name: called, pods, port }));
  }
  const ports = workload?.kind === "web" ? [workload.port, ...Object.values(workload.ports)] : [80];
  return ports.map((port) => ({ name: called, pods: { labels: labelsOf(called) }, port }));
}

/** What its `egress` opens. */
export const waysOut = ({ egress }: WorkloadConfig): Opening[] => egress.flatMap(declared);

/** A policy knows no names: a public name opens its ports to every public address. */
function declared({ name, hosts, cidrs, ports, protocol }: WorkloadConfig["egress"][number]): Opening[] {
  const there = hosts ? { public: true as const } : { cidrs: cidrs! };
  return ports.map((port) => ({ name, ...there, port, ...(protocol === "UDP" && { protocol }) }));
}

/** Policies see the API server's own address, which is in the network, and not its Service's. */
function kubernetesApi(config: StackConfig): Opening {
  const { network } = config;
  const adopted = "adopt" in network ? network.adopt?.cidr : undefined;
  const there = plannerOf(config.cloud).kubernetesApi?.(config) ?? { cidrs: [adopted ?? network.cidr], port: 443 };
  return { name: "Kubernetes API", cidrs: [...there.cidrs], port: there.port };
}

/** The workloads of the stack that call this one. */
export const callersOf = (name: string, config: StackConfig): PodPeer[] =>
  (callersIn(config).get(name) ?? []).map((caller) => ({ labels: labelsOf(caller) }));

/** Name → who calls it: of each config once, since every workload asks. */
function callersIn(config: StackConfig): ReadonlyMap<string, readonly string[]> {
  const known = callers.get(config);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const [caller, { calls }] of ownWorkloads(config))
    for (const called of new Set(calls)) {
      const others = found.get(called);
      if (others) others.push(caller);
      else found.set(called, [caller]);
    }
  callers.set(config, found);
  return found;
}

const callers = new WeakMap<StackConfig, ReadonlyMap<string, readonly string[]>>();

/** The namespace that a third-party chart has to itself. */
export const chartNamespace = (name: string, { namespace }: WorkloadOf<"chart">, { app }: { app: string }): string =>
  namespace ?? `${app}-${name}`;

const chartPods = (name: string, { podLabels }: WorkloadOf<"chart">): Readonly<Record<string, string>> =>
  podLabels ?? { "app.kubernetes.io/instance": name };

/** Ways in and out of the namespace of a third-party chart. */
export const chartNetwork = (name: string, chart: WorkloadOf<"chart">, config: StackConfig): NamespaceNetwork => ({
  callers: callersOf(name, config).map((peer) => ({ ...peer, namespace: config.app })),
  ports: chart.ports,
  egressInternet: chart.internet,
  openings: [...chart.egress.flatMap(declared), ...(chart.kubernetesApi ? [kubernetesApi(config)] : [])],
});
