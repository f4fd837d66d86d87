import type { ChartPin } from "../../../components/helm/versions";
import type { NamespaceNetwork } from "../../../components/workloads/namespace-network";
import type { StackConfig } from "../../config/schema";
import { type WorkloadOf, workloadsOfKind } from "../../config/workloads/kinds";
import { chartNamespace, chartNetwork } from "./network";

/** A third-party chart as config says it. */
export interface ChartPlan {
  /** Of the workload, and of its release. */
  readonly name: string;
  readonly chart: ChartPin;
  readonly values: Readonly<Record<string, unknown>>;
  /** Its own, which is made for it. */
  readonly namespace: string;
  readonly podSecurity: WorkloadOf<"chart">["podSecurity"];
  readonly network: NamespaceNetwork;
  /** Seconds that its release may take until everything is ready. */
  readonly timeoutSeconds: number;
}

/** Every third-party chart of a stack, in the order of config. */
export const planCharts = (config: StackConfig): ChartPlan[] =>
  workloadsOfKind(config, "chart").map(([name, workload]) => ({
    name,
    chart: { repo: workload.chart.repo, chart: workload.chart.name, version: workload.chart.version },
    values: workload.values,
    namespace: chartNamespace(name, workload, config),
    podSecurity: workload.podSecurity,
    network: chartNetwork(name, workload, config),
    timeoutSeconds: workload.readySeconds,
  }));
