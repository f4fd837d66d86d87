/** What is rendered for each kind, and what is not. */
import { deepEqual, equal, match, notDeepEqual, notEqual, ok, throws } from "node:assert/strict";
import type { Report } from "../report";
import { at, ONE_OF_EACH, type Overlay, only, podTemplate, render, type SampleName } from "./samples";

const BASE = ["NetworkPolicy", "ServiceAccount"];
const KINDS: readonly (readonly [SampleName, Overlay, readonly string[]])[] = [
  ["web-minimal", {}, ["Deployment", "PodDisruptionBudget", "Service"]],
  ["web-minimal", { replicas: 1 }, ["Deployment", "Service"]],
  ["web-minimal", { replicas: 0 }, ["Deployment", "Service"]],
  [
    "web-full",
    {},
    [
      "ConfigMap",
      "Deployment",
      "ExternalSecret",
      "HTTPRoute",
      "HorizontalPodAutoscaler",
      "PersistentVolumeClaim",
      "PodDisruptionBudget",
      "PrometheusRule",
      "Role",
      "RoleBinding",
      "Service",
      "ServiceMonitor",
    ],
  ],
  [
    "web-blue-green",
    {},
    [
      "AnalysisTemplate",
      "AnalysisTemplate",
      "BackendTrafficPolicy",
      "HTTPRoute",
      "HorizontalPodAutoscaler",
      "Job",
      "NetworkPolicy",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "Role",
      "RoleBinding",
      "Rollout",
      "Service",
      "Service",
      "ServiceAccount",
      "ServiceMonitor",
      "VerticalPodAutoscaler",
    ],
  ],
  [
    "web-canary",
    {},
    [
      "BackendTrafficPolicy",
      "HTTPRoute",
      "Job",
      "NetworkPolicy",
      "PodDisruptionBudget",
      "Role",
      "RoleBinding",
      "Rollout",
      "Service",
      "Service",
      "ServiceAccount",
    ],
  ],
  [
    "web-ingress",
    {},
    [
      "BackendTrafficPolicy",
      "Deployment",
      "ExternalSecret",
      "HTTPRoute",
      "PodDisruptionBudget",
      "SecurityPolicy",
      "Service",
    ],
  ],
  [
    "worker-events",
    {},
    [
      "Deployment",
      "ExternalSecret",
      "ScaledObject",
      ...Array<string>(5).fill("TriggerAuthentication"),
      "VerticalPodAutoscaler",
    ],
  ],
  ["worker", {}, ["ConfigMap", "Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget", "PodMonitor"]],
  ["worker", { autoscaling: { min: 1 } }, ["ConfigMap", "Deployment", "HorizontalPodAutoscaler", "PodMonitor"]],
  ["worker-volume", {}, ["Deployment", "PersistentVolumeClaim", "PersistentVolumeClaim"]],
  ["scheduler", {}, ["PersistentVolumeClaim", "PodMonitor", "Service", "StatefulSet"]],
  ["task", {}, ["Job"]],
  ["cron", {}, ["CronJob"]],
  ["task-migration", {}, ["CronJob", "ExternalSecret", "Job"]],
  ["task-migration", { job: { rollback: undefined } }, ["ExternalSecret", "Job"]],
];

const SIDECAR = {
  name: "proxy",
  image: { repository: "registry.example.com/proxy", tag: "1" },
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
};

/** Values that make no sense, and what the error says. */
const REFUSED: readonly (readonly [what: string, SampleName, Overlay, error: RegExp])[] = [
  ["replicas beside autoscaling", "web-full", { replicas: 3 }, /oneOf/],
  ["neither replicas nor autoscaling", "web-minimal", { replicas: undefined }, /oneOf/],
  [
    "a maximum below the minimum",
    "web-full",
    { autoscaling: { min: 11 } },
    /autoscaling\.max \(10\) is below autoscaling\.min \(11\)/,
  ],
  ["autoscaling without a target", "worker", { autoscaling: { cpu: undefined } }, /autoscaling/],
  ["no pod at all, and nothing that would start one", "worker", { autoscaling: { min: 0 } }, /autoscaling\.min/],
  [
    "a trigger that takes a variable which is not there",
    "worker-events",
    { autoscaling: { triggers: [{ type: "redis", metadata: {}, secrets: { password: "OTHER" } }] } },
    /OTHER, which secretEnv does not have/,
  ],
  [
    "a password among a trigger's settings",
    "worker-events",
    { autoscaling: { triggers: [{ type: "redis", metadata: { password: "x" } }] } },
    /password/,
  ],
  ["steps that go back", "web-canary", { progressive: { steps: [{ weight: 50 }, { weight: 5 }] } }, /more traffic/],
  ["a canary without a route", "web-canary", { route: undefined }, /route is required/],
  ["a worker with traffic", "worker", { traffic: { timeouts: { idleSeconds: 1 } } }, /traffic/],
  ["a cron job with recommendations", "cron", { recommendations: true }, /recommendations/],
  ["a rollout that cannot move", "worker", { rollout: { maxSurge: 0 } }, /both 0/],
  ["a web workload without a port", "web-minimal", { port: undefined }, /port is required/],
  ["a privileged port", "web-minimal", { port: 80 }, /port/],
  ["a worker with a route", "worker", { route: { hosts: ["a.example.com"] } }, /route/],
  ["a scheduler with replicas", "scheduler", { replicas: 2 }, /replicas/],
  ["a scheduler that scales", "scheduler", { autoscaling: { min: 1, max: 2, cpu: 70 } }, /autoscaling/],
  ["a worker with further ports", "worker", { ports: { x: 9000 } }, /ports/],
  ["a further port under a name of the chart's", "web-full", { ports: { http: 9000 } }, /ports/],
  ["several pods on a disk of one node", "worker-volume", { replicas: 2 }, /held by one node/],
  ["two containers of one name", "task", { sidecars: [{ ...SIDECAR, name: "backfill" }] }, /called backfill/],
  ["a variable that nobody has", "task", { sidecars: [{ ...SIDECAR, inherits: ["NOBODY"] }] }, /NOBODY/],
  ["a probe of an init container", "task", { init: [{ ...SIDECAR, probes: {} }] }, /probes/],
  [
    "all of an API",
    "web-full",
    { permissions: [{ apiGroups: ["*"], resources: ["pods"], verbs: ["get"] }] },
    /apiGroups/,
  ],
  ["all kinds", "web-full", { permissions: [{ apiGroups: [""], resources: ["*"], verbs: ["get"] }] }, /resources/],
  ["all verbs", "web-full", { permissions: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }] }, /verbs/],
  [
    "rights over rights",
    "web-full",
    { permissions: [{ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["get"] }] },
    /apiGroups/,
  ],
  [
    "tokens of other accounts",
    "web-full",
    { permissions: [{ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }] },
    /resources/,
  ],
  ["a command before the end of a web pod", "web-minimal", { shutdown: { preStopCommand: ["x"] } }, /preStopCommand/],
  ["a task with replicas", "task-migration", { replicas: 1 }, /replicas/],
  ["a cron job with steps", "cron", { job: { before: [{ name: "x", command: ["x"] }] } }, /before/],
  ["a cron job without a schedule", "cron", { cron: { schedule: undefined } }, /schedule is required/],
  ["a worker with a schedule", "worker", { cron: { schedule: "@daily" } }, /cron\.schedule/],
  ["a gRPC probe with a path", "web-minimal", { probes: { liveness: { protocol: "grpc", path: "/x" } } }, /path/],
  ["a worker's gRPC probe without a port", "worker", { probes: { liveness: { protocol: "grpc" } } }, /probes/],
  ["an unknown kind", "worker", { kind: "daemon" }, /kind/],
  ["an unknown key", "worker", { replicaCount: 3 }, /replicaCount/],
];

const jobName = (overlay: Overlay = {}) => only(render("task-migration", overlay), "Job").metadata.name;

/** Registers every check of this file. */
export function renderingTests(report: Report): void {
  report.section("workload: kinds of object");
  for (const [sample, overlay, expected] of KINDS) {
    report.check(`${sample} ${JSON.stringify(overlay)}: ${expected.join(", ")}`, () => {
      const kinds = render(sample, overlay).map(({ kind }) => kind);
      deepEqual(kinds.sort(), [...BASE, ...expected].sort());
    });
  }
  for (const sample of ONE_OF_EACH) {
    report.check(`${sample}: recommended labels on all, and no hook but a job that runs once all is there`, () => {
      const manifests = render(sample);
      for (const { kind, metadata } of manifests) {
        for (const label of ["name", "instance", "component", "part-of", "version", "managed-by"]) {
          ok(metadata.labels[`app.kubernetes.io/${label}`], `${kind} has no ${label} label`);
        }
      }
      const hooks = manifests.filter(({ metadata }) => JSON.stringify(metadata).includes("helm.sh/hook"));
      deepEqual(
        hooks.map(({ kind }) => kind),
        sample === "task-migration" ? ["Job"] : [],
      );
    });
  }

  report.section("workload: scaling and rollout");
  report.check("replicas are absent where an HPA scales", () => {
    for (const sample of ["web-full", "worker"] as const) {
      const spec = only(render(sample), "Deployment")["spec"] as object;
      ok(!("replicas" in spec));
    }
    equal(at(only(render("web-minimal"), "Deployment"), "spec.replicas"), 2);
  });
  report.check("HPA: targets and behaviour as given", () => {
    const hpa = only(render("web-full"), "HorizontalPodAutoscaler");
    const target = (name: string, averageUtilization: number) => ({
      type: "Resource",
      resource: { name, target: { type: "Utilization", averageUtilization } },
    });
    deepEqual(at(hpa, "spec.metrics"), [target("cpu", 70), target("memory", 80)]);
    const step = (stabilizationWindowSeconds: number, value: number, periodSeconds: number) => ({
      stabilizationWindowSeconds,
      policies: [{ type: "Percent", value, periodSeconds }],
    });
    deepEqual(at(hpa, "spec.behavior"), { scaleUp: step(30, 100, 30), scaleDown: step(300, 50, 60) });
    equal(at(hpa, "spec.scaleTargetRef.name"), "api");
  });
  report.check("HPA: a window of 0 s is kept, and a step without percent has no policy", () => {
    const manifests = render("worker", { autoscaling: { behaviour: { up: { stabilizationSeconds: 0 } } } });
    deepEqual(at(only(manifests, "HorizontalPodAutoscaler"), "spec.behavior"), {
      scaleUp: { stabilizationWindowSeconds: 0 },
    });
  });
  report.check("a budget never holds up a drain", () => {
    const { maxUnavailable, unhealthyPodEvictionPolicy } = only(render("web-full"), "PodDisruptionBudget")[
      "spec"
    ] as Record<string, unknown>;
    deepEqual(
      { maxUnavailable, unhealthyPodEvictionPolicy },
      { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    );
  });
  report.check("web: three distinct probes by default, and the sleep on top of the grace", () => {
    const pod = at(podTemplate(render("web-minimal")), "spec") as Record<string, unknown>;
    const container = (pod["containers"] as Record<string, unknown>[])[0]!;
    const probes = ["startupProbe", "readinessProbe", "livenessProbe"].map((name) => container[name]);
    for (const probe of probes) deepEqual(at(probe, "httpGet"), { path: "/health", port: "http" });
    for (const i of [0, 1, 2]) notDeepEqual(probes[i], probes[(i + 1) % 3]);
    equal(at(container, "lifecycle.preStop.sleep.seconds"), 10);
    equal(pod["terminationGracePeriodSeconds"], 40);
  });
  report.check("web: probes by gRPC name the port's number; by TCP they open its connection", () => {
    const handlerOf = (protocol: string, handler: string) => {
      const probe = { protocol };
      const manifests = render("web-minimal", { probes: { startup: probe, readiness: probe, liveness: probe } });
      const container = (at(podTemplate(manifests), "spec.containers") as Record<string, unknown>[])[0]!;
      return ["startup", "readiness", "liveness"].map((name) => at(container, `${name}Probe.${handler}`));
    };
    const port = at(podTemplate(render("web-minimal")), "spec.containers.0.ports.0.containerPort");
    deepEqual(handlerOf("grpc", "grpc"), Array(3).fill({ port }));
    deepEqual(handlerOf("tcp", "tcpSocket"), Array(3).fill({ port: "http" }));
  });
  report.check("worker: the probes given and no others, and no sleep", () => {
    const pod = at(podTemplate(render("worker")), "spec") as Record<string, unknown>;
    const container = (pod["containers"] as Record<string, unknown>[])[0]!;
    deepEqual(
      Object.keys(container).filter((key) => key.endsWith("Probe")),
      ["livenessProbe"],
    );
    ok(!("lifecycle" in container));
    equal(pod["terminationGracePeriodSeconds"], 120);
  });
  report.check("spread over zones and hosts, each as the values say", () => {
    const spread = at(podTemplate(render("web-full")), "spec.topologySpreadConstraints") as Record<string, unknown>[];
    deepEqual(Object.fromEntries(spread.map((entry) => [entry["topologyKey"], entry["whenUnsatisfiable"]])), {
      "topology.kubernetes.io/zone": "DoNotSchedule",
      "kubernetes.io/hostname": "ScheduleAnyway",
    });
  });
  report.check("metrics on the web port name it once", () => {
    const manifests = render("web-shared-metrics");
    const container = (at(podTemplate(manifests), "spec.containers") as { ports: { name: string }[] }[])[0]!;
    deepEqual(
      container.ports.map(({ name }) => name),
      ["http"],
    );
    deepEqual(at(only(manifests, "ServiceMonitor"), "spec.endpoints"), [{ port: "http", path: "/metrics" }]);
  });

  report.section("workload: jobs");
  report.check("a task's name follows its pod: image, arguments, secrets; not what leaves the pod alone", () => {
    const name = jobName();
    match(name, /^api-migrate-[0-9a-f]{10}$/);
    equal(jobName(), name);
    equal(jobName({ network: { egressInternet: true } }), name);
    notEqual(jobName({ image: { tag: "2.4.1" } }), name);
    notEqual(jobName({ args: ["migrate", "--to", "7"] }), name);
    notEqual(jobName({ secretEnv: { DATABASE_URL: { plain: { host: "other.example.internal" } } } }), name);
  });
  report.check("the longest name still makes a valid Job and CronJob", () => {
    const name = `a${"b".repeat(51)}`;
    equal(jobName({ name, job: { rollback: undefined } }).length, 63);
    throws(() => render("task-migration", { name }), /43 characters at most/);
    equal(only(render("cron", { name }), "CronJob").metadata.name.length, 52);
    throws(() => render("cron", { name: `${name}c` }), /name/);
  });
  report.check("a run's bounds are as given", () => {
    const job = only(render("task-migration"), "Job");
    equal(at(job, "spec.backoffLimit"), 0);
    equal(at(job, "spec.activeDeadlineSeconds"), 600);
    equal(at(job, "spec.ttlSecondsAfterFinished"), 604800);
    equal(at(only(render("cron"), "CronJob"), "spec.jobTemplate.spec.activeDeadlineSeconds"), 3600);
  });

  report.check("a task's steps come before it, in its own image and with its own variables, and its run stays", () => {
    const job = only(render("task-migration"), "Job");
    const pod = at(job, "spec.template.spec") as Record<string, Record<string, unknown>[]>;
    const [main] = pod["containers"]!;
    deepEqual(
      pod["initContainers"]!.map(({ name, command, image, env, args }) => ({ name, command, image, env, args })),
      [
        ["dry-run", ["/app/server", "migrate", "--plan"]],
        ["backup", ["/app/server", "dump", "--to", "s3"]],
      ].map(([name, command]) => ({ name, command, image: main!["image"], env: main!["env"], args: undefined })),
    );
    deepEqual(at(job, "metadata.annotations"), {
      "helm.sh/hook": "post-install,post-upgrade",
      "helm.sh/hook-delete-policy": "before-hook-creation",
    });
    for (const container of [...pod["initContainers"]!, main!]) {
      equal(container["terminationMessagePolicy"], "FallbackToLogsOnError");
    }
  });
  report.check("what takes a task back waits for a person, and has no steps before it", () => {
    const rollback = only(render("task-migration"), "CronJob");
    equal(rollback.metadata.name, "api-migrate-rollback");
    equal(at(rollback, "spec.suspend"), true);
    const pod = at(rollback, "spec.jobTemplate.spec.template.spec") as Record<string, Record<string, unknown>[]>;
    ok(!("initContainers" in pod));
    deepEqual(
      pod["containers"]!.map(({ command, args }) => ({ command, args })),
      [{ command: ["/app/server", "migrate", "--back"], args: undefined }],
    );
  });

  report.section("workload: values that make no sense are refused");
  for (const [what, sample, overlay, error] of REFUSED) {
    report.check(what, () => throws(() => render(sample, overlay), { message: error }));
  }
  report.check("names that YAML would read as something else stay text", () => {
    const manifests = render("cron", { name: "123", partOf: "true", image: { tag: "1.10" } });
    const { labels, name } = only(manifests, "CronJob").metadata;
    deepEqual(
      [
        name,
        labels["app.kubernetes.io/name"],
        labels["app.kubernetes.io/part-of"],
        labels["app.kubernetes.io/version"],
      ],
      ["123", "123", "true", "1.10"],
    );
  });
}
