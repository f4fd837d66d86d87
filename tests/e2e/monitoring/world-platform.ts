import { type Exposition, GIB, wave } from "./exposition";

/** The platform, as kube-state-metrics, the kubelet, the API server and the add-ons tell of it. */
export function platform(give: Exposition): void {
  nodes(give);
  workloads(give);
  objects(give);
  controllers(give);
  apiServer(give);
}

const nodeNames = ["node-a", "node-b", "node-c"] as const;

function nodes(give: Exposition): void {
  const { age } = give;
  for (const [index, node] of nodeNames.entries()) {
    give.gauge("kube_node_status_condition", { node, condition: "Ready", status: "true" }, 1);
    for (const condition of ["MemoryPressure", "DiskPressure", "PIDPressure"]) {
      give.gauge("kube_node_status_condition", { node, condition, status: "true" }, 0);
    }
    give.gauge("kube_node_status_allocatable", { node, resource: "cpu" }, 3.9);
    give.gauge("kube_node_status_allocatable", { node, resource: "memory" }, 14 * GIB);
    const claim = { namespace: "monitoring", persistentvolumeclaim: `prometheus-${index}` };
    give.gauge("kubelet_volume_stats_available_bytes", claim, wave(age, 60, 64, index) * GIB);
    give.gauge("kubelet_volume_stats_capacity_bytes", claim, 100 * GIB);
  }
  // The kernel of a test machine may lack the module that the node exporter reads these from.
  give.gauge("node_nf_conntrack_entries", { instance: "node-b" }, Math.round(wave(age, 9000, 31_000)));
  give.gauge("node_nf_conntrack_entries_limit", { instance: "node-b" }, 131_072);
  for (const [job, count] of [
    ["apiserver", 2],
    ["kube-state-metrics", 1],
    ["node-exporter", 3],
    ["metrics-server", 2],
    ["kube-prometheus-stack-grafana", 1],
    ["envoy-gateway-system/envoy-proxy", 2],
  ] as const) {
    for (let index = 0; index < count; index++) give.gauge("up", { job, instance: `${job}-${index}` }, 1);
  }
  give.gauge("up", { job: "late-app", namespace: "shop", instance: "late-0" }, 0);
}

function workloads(give: Exposition): void {
  const { age } = give;
  for (const [index, deployment] of ["web", "api", "worker"].entries()) {
    const of = { namespace: "shop", deployment };
    const wanted = Math.round(wave(age, 2, 6, index * 4));
    give.gauge("kube_deployment_spec_replicas", of, wanted);
    give.gauge("kube_deployment_status_replicas_available", of, Math.max(2, wanted - (age % 20 < 2 ? 1 : 0)));
    const stuck = deployment === "worker" ? 1 : 0;
    give.gauge("kube_deployment_status_condition", { ...of, condition: "Progressing", status: "false" }, stuck);
    const scaler = { namespace: "shop", horizontalpodautoscaler: deployment };
    give.gauge("kube_horizontalpodautoscaler_spec_max_replicas", scaler, 10);
    give.gauge(
      "kube_horizontalpodautoscaler_status_condition",
      { ...scaler, condition: "ScalingActive", status: "false" },
      0,
    );
    const container = { namespace: "shop", pod: `${deployment}-7d4b9-x3`, container: deployment };
    give.gauge("kube_pod_container_status_waiting_reason", { ...container, reason: "ContainerCreating" }, 1);
    const rollout = { exported_namespace: "shop", name: deployment };
    give.gauge("rollout_info", { ...rollout, phase: "Paused" }, 1);
    give.gauge("rollout_info_replicas_available", rollout, 2);
    give.gauge("rollout_info_replicas_desired", rollout, 2);
    give.gauge("analysis_run_info", { exported_namespace: "shop", name: `${deployment}-1`, phase: "Failed" }, 1);
    give.gauge(
      "keda_scaler_metrics_value",
      { exported_namespace: "shop", scaledObject: deployment, scaler: "redisScaler" },
      Math.round(wave(age, 0, 700, index * 20)),
    );
    give.counter("keda_scaler_detail_errors_total", { exported_namespace: "shop", scaledObject: deployment }, 0.001);
  }
  const now = Date.now() / 1000;
  const job = { namespace: "shop", job_name: "report-29400000" };
  give.gauge("kube_job_failed", { ...job, condition: "true" }, 1);
  give.gauge("kube_job_status_active", job, 1);
  give.gauge("kube_job_status_start_time", job, now - 240);
  give.gauge("kube_cronjob_next_schedule_time", { namespace: "shop", cronjob: "report" }, now - 20);
}

function objects(give: Exposition): void {
  give.gauge("kube_pod_status_unschedulable", { namespace: "shop", pod: "late-1" }, 1);
  const daemons = { namespace: "node-exporter", daemonset: "node-exporter" };
  give.gauge("kube_daemonset_status_desired_number_scheduled", daemons, 3);
  give.gauge("kube_daemonset_status_number_ready", daemons, 2);
  const set = { namespace: "monitoring", statefulset: "prometheus" };
  give.gauge("kube_statefulset_replicas", set, 2);
  give.gauge("kube_statefulset_status_replicas_ready", set, 1);
  give.gauge(
    "kube_poddisruptionbudget_status_pod_disruptions_allowed",
    { namespace: "shop", poddisruptionbudget: "web" },
    1,
  );
  for (const [type, value] of [
    ["used", 7],
    ["hard", 16],
  ] as const) {
    give.gauge(
      "kube_resourcequota",
      { namespace: "shop", resourcequota: "shop", resource: "requests.cpu", type },
      value,
    );
  }
  give.gauge("kube_namespace_status_phase", { namespace: "old", phase: "Terminating" }, 1);
  give.gauge(
    "kube_persistentvolumeclaim_status_phase",
    { namespace: "shop", persistentvolumeclaim: "uploads", phase: "Pending" },
    1,
  );
}

function controllers(give: Exposition): void {
  give.gauge("karpenter_nodepools_usage", { nodepool: "default", resource_type: "cpu" }, wave(give.age, 8, 20));
  give.gauge("karpenter_nodepools_limit", { nodepool: "default", resource_type: "cpu" }, 32);
  give.counter(
    "karpenter_cloudprovider_errors_total",
    { controller: "nodeclaim.lifecycle", error: "InsufficientCapacityError" },
    0.01,
  );
  give.gauge("cluster_autoscaler_cluster_safe_to_autoscale", {}, 1);
  give.counter("cluster_autoscaler_failed_scale_ups_total", { reason: "cloudProviderError" }, 0.001);
  give.counter("reloader_reload_executed_total", { success: "true" }, 0.01);
  give.gauge("up", { job: "kyverno-svc-metrics", namespace: "kyverno", instance: "kyverno-0" }, 1);
  const policy = { policy_name: "images-verified" };
  give.counter("kyverno_image_validating_policy_results_total", { ...policy, result: "pass" }, 0.2);
  give.histogram("kyverno_image_validating_policy_execution_duration_seconds", policy, 0.2, { "0.1": 0.6, "1": 0.98 });
  const secret = { exported_namespace: "shop", name: "api" };
  give.gauge("externalsecret_status_condition", { ...secret, condition: "Ready", status: "False" }, 1);
  give.counter("externalsecret_sync_calls_error", secret, 0.01);
}

function apiServer(give: Exposition): void {
  const { age } = give;
  for (const [verb, requests] of [
    ["GET", wave(age, 20, 40)],
    ["PATCH", wave(age, 2, 8)],
  ] as const) {
    for (const [code, part] of [
      ["200", 0.97],
      ["403", 0.02],
      ["500", 0.01],
    ] as const) {
      give.counter("apiserver_request_total", { verb, code }, requests * part);
    }
    give.histogram("apiserver_request_duration_seconds", { verb, subresource: "" }, requests, {
      "0.05": 0.9,
      "0.2": 0.98,
      "1": 0.999,
    });
  }
  give.counter(
    "apiserver_admission_webhook_rejection_count",
    { name: "workload-hardening", error_type: "no_error" },
    0.01,
  );
  give.counter(
    "pod_security_evaluations_total",
    { decision: "deny", mode: "enforce", policy_level: "restricted" },
    0.01,
  );
}
