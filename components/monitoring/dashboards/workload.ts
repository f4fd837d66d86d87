import type { Dashboard } from "../../contracts/monitoring";
import { byRoute, requests, seconds } from "../queries";
import { choice, layOut, lines } from "./panels";

/** The routes of what is chosen at the top: `<namespace>/<workload>`. */
const scope = { routes: "$namespace/$workload" };

/** A series of the chosen workload's containers. */
function ofPods(metric: string): string {
  return `${metric}{namespace=~"$namespace",pod=~"$workload-.*",container!=""}`;
}

/** One workload: rate, errors and duration of its requests; use, saturation and errors of its pods. */
export const workloadDashboard: Dashboard = {
  name: "slipway-workload",
  title: "Slipway / Workload",
  model: layOut(
    [
      lines({
        title: "Requests a second",
        unit: "reqps",
        queries: [[byRoute(requests("5m"), scope), "{{route}}"]],
      }),
      lines({
        title: "Requests that failed",
        unit: "percentunit",
        queries: [[`${byRoute(requests("5m", "5"), scope)} / ${byRoute(requests("5m"), scope)}`, "{{route}}"]],
      }),
      lines({
        title: "Duration",
        unit: "s",
        queries: [
          [seconds(0.5, "5m", scope), "{{route}} half"],
          [seconds(0.95, "5m", scope), "{{route}} 95%"],
          [seconds(0.99, "5m", scope), "{{route}} 99%"],
        ],
      }),
      lines({
        title: "Pods",
        unit: "short",
        queries: [
          ['kube_deployment_status_replicas_available{namespace=~"$namespace",deployment=~"$workload"}', "ready"],
          ['kube_deployment_spec_replicas{namespace=~"$namespace",deployment=~"$workload"}', "wanted"],
          [
            'kube_horizontalpodautoscaler_spec_max_replicas{namespace=~"$namespace",horizontalpodautoscaler=~"$workload"}',
            "at most",
          ],
        ],
      }),
      lines({
        title: "Cores",
        unit: "short",
        queries: [[`sum by (pod) (rate(${ofPods("container_cpu_usage_seconds_total")}[5m]))`, "{{pod}}"]],
      }),
      lines({
        title: "Held back by the CPU limit",
        unit: "percentunit",
        queries: [
          [
            `sum by (pod) (rate(${ofPods("container_cpu_cfs_throttled_periods_total")}[5m])) / sum by (pod) (rate(${ofPods("container_cpu_cfs_periods_total")}[5m]))`,
            "{{pod}}",
          ],
        ],
      }),
      lines({
        title: "Memory, of its limit",
        unit: "percentunit",
        queries: [
          [
            `sum by (pod) (${ofPods("container_memory_working_set_bytes")}) / sum by (pod) (kube_pod_container_resource_limits{resource="memory",namespace=~"$namespace",pod=~"$workload-.*"})`,
            "{{pod}}",
          ],
        ],
      }),
      lines({
        title: "Restarts",
        unit: "short",
        queries: [[`sum by (pod) (increase(${ofPods("kube_pod_container_status_restarts_total")}[15m]))`, "{{pod}}"]],
      }),
    ],
    [
      choice("namespace", "label_values(kube_deployment_spec_replicas, namespace)", false),
      choice("workload", 'label_values(kube_deployment_spec_replicas{namespace=~"$namespace"}, deployment)', false),
    ],
  ),
};
