/** Blue-green, canary, their gates, and what scales and protects traffic. */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import type { Manifest } from "../helm";
import type { Report } from "../report";
import { at, type Overlay, only, podTemplate, render, renderText, type SampleName } from "./samples";

const named = (manifests: readonly Manifest[], kind: string, name: string): Manifest => {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
};
const canary = (sample: SampleName, overlay: Overlay = {}) =>
  at(only(render(sample, overlay), "Rollout"), "spec.strategy.canary") as Record<string, unknown>;
const target = (manifests: readonly Manifest[], kind: string, path: string) => {
  const { kind: of, name } = at(only(manifests, kind), path) as Manifest & { name: string };
  return `${of} ${name}`;
};

/** Registers every check of this file. */
export function progressiveTests(report: Report): void {
  report.section("workload: blue-green and canary");
  report.check(
    "blue-green: a whole second colour, smoke, then traffic 10, 50, 100 with watches of 5, 10, 15 minutes",
    () => {
      deepEqual(canary("web-blue-green")["steps"], [
        { setCanaryScale: { weight: 100 } },
        { analysis: { templates: [{ templateName: "shopfront-smoke" }] } },
        { setWeight: 10 },
        { pause: { duration: "300s" } },
        { setWeight: 50 },
        { pause: { duration: "600s" } },
        { setWeight: 100 },
        { pause: { duration: "900s" } },
      ]);
    },
  );
  report.check("canary: pods grow with traffic, and a person goes on", () => {
    const { steps, analysis } = canary("web-canary");
    deepEqual(steps, [{ setWeight: 5 }, { pause: {} }, { setWeight: 50 }, { pause: {} }]);
    equal(analysis, undefined);
  });
  report.check("canary with a smoke job: one pod for it, then in proportion again", () => {
    const gates = { prometheus: "http://p:9090", restarts: 0, smoke: { command: ["x"] } };
    const { steps, analysis } = canary("web-canary", { progressive: { gates } });
    deepEqual((steps as object[]).slice(0, 4), [
      { setCanaryScale: { replicas: 1 } },
      { analysis: { templates: [{ templateName: "search-smoke" }] } },
      { setCanaryScale: { matchTrafficWeight: true } },
      { setWeight: 5 },
    ]);
    equal(at(analysis, "startingStep"), 3);
  });
  report.check("watching begins with the first traffic", () => {
    const { steps, analysis } = canary("web-blue-green");
    deepEqual((steps as object[])[at(analysis, "startingStep") as number], { setWeight: 10 });
  });
  report.check("traffic is divided at the workload's own route, and the colour that lost stays a while", () => {
    const { stableService, canaryService, trafficRouting, scaleDownDelaySeconds, abortScaleDownDelaySeconds } =
      canary("web-blue-green");
    deepEqual([stableService, canaryService], ["shopfront", "shopfront-preview"]);
    deepEqual(trafficRouting, {
      plugins: { "argoproj-labs/gatewayAPI": { httpRoute: "shopfront", namespace: "shop" } },
    });
    deepEqual([scaleDownDelaySeconds, abortScaleDownDelaySeconds], [900, 900]);
    const rules = at(only(render("web-blue-green"), "HTTPRoute"), "spec.rules") as {
      backendRefs: Record<string, unknown>[];
    }[];
    deepEqual(
      rules[0]!.backendRefs.map(({ name, weight }) => [name, weight]),
      [
        ["shopfront", 100],
        ["shopfront-preview", 0],
      ],
    );
    // Without filters Envoy Gateway counts both as one, and the gates would judge the old version.
    for (const { filters } of rules[0]!.backendRefs) equal((filters as object[]).length, 1);
  });
  report.check("gates ask for the new version's requests and pods alone", () => {
    const metrics = at(named(render("web-blue-green"), "AnalysisTemplate", "shopfront-watch"), "spec.metrics");
    const asked = (metrics as { name: string; successCondition: string; provider: object }[]).map((metric) => ({
      name: metric.name,
      most: / <= (.*)$/.exec(metric.successCondition)?.[1],
      query: at(metric.provider, "prometheus.query") as string,
    }));
    deepEqual(
      asked.map(({ name, most }) => [name, most]),
      [
        ["restarts", "0"],
        ["error-percent", "0.5"],
        ["p95-milliseconds", "400"],
      ],
    );
    const cluster = 'envoy_cluster_name="httproute/shop/shopfront/rule/0/backend/1"';
    match(asked[0]!.query, /namespace="shop",pod=~"shopfront-\{\{args.pods\}\}-\.\+"/);
    equal(asked[1]!.query.split(cluster).length, 3);
    equal(asked[2]!.query.split(cluster).length, 2);
    match(asked[1]!.query, /^100 \* sum\(rate\(.*code_class="5"\}\[2m\]\)\) \/ sum\(rate\(.*\[2m\]\)\)$/);
  });
  report.check("the smoke job runs the new image against the preview, hardened, and reaches nothing else", () => {
    const manifests = render("web-blue-green");
    const [{ provider }] = at(named(manifests, "AnalysisTemplate", "shopfront-smoke"), "spec.metrics") as [
      { provider: object },
    ];
    const pod = at(provider, "job.spec.template.spec") as Record<string, Record<string, unknown>[]>;
    const [container] = pod["containers"]!;
    const [own] = at(podTemplate(manifests), "spec.containers") as Record<string, unknown>[];
    deepEqual([container!["command"], container!["image"]], [["/app/smoke"], own!["image"]]);
    deepEqual(container!["securityContext"], own!["securityContext"]);
    deepEqual(container!["env"], [{ name: "PREVIEW_URL", value: "http://shopfront-preview" }]);
    ok(!("ports" in container!) && !("lifecycle" in container!) && !("livenessProbe" in container!));
    equal(pod["automountServiceAccountToken"], false);
    const labels = at(provider, "job.spec.template.metadata.labels") as Record<string, string>;
    const policy = named(manifests, "NetworkPolicy", "shopfront-smoke");
    deepEqual(at(policy, "spec.podSelector.matchLabels"), {
      "app.kubernetes.io/name": labels["app.kubernetes.io/name"],
      "app.kubernetes.io/instance": labels["app.kubernetes.io/instance"],
    });
    equal((at(policy, "spec.egress") as object[]).length, 2);
    // Nor does it serve: the Services must not send it anything.
    const selector = at(named(manifests, "Service", "shopfront"), "spec.selector") as Record<string, string>;
    notEqual(selector["app.kubernetes.io/name"], labels["app.kubernetes.io/name"]);
  });
  report.check("the release waits by a job that may read this Rollout alone, anew for each version", () => {
    const manifests = render("web-blue-green");
    const job = (overlay: Overlay = {}) => only(render("web-blue-green", overlay), "Job").metadata.name;
    deepEqual(at(only(manifests, "Role"), "rules"), [
      { apiGroups: ["argoproj.io"], resources: ["rollouts"], resourceNames: ["shopfront"], verbs: ["get"] },
    ]);
    equal(at(only(manifests, "Job"), "spec.activeDeadlineSeconds"), 290);
    equal(job(), job({ autoscaling: { max: 11 } }));
    notEqual(job(), job({ image: { tag: "2.4.1" } }));
    const account = named(manifests, "ServiceAccount", "shopfront-rollout").metadata.name;
    equal(at(only(manifests, "Job"), "spec.template.spec.serviceAccountName"), account);
    ok(!JSON.stringify(podTemplate(manifests)).includes(account), "the workload's own pods have no token");
    // Mounted by itself it would be refused by the namespace's own admission policy.
    equal(at(only(manifests, "Job"), "spec.template.spec.automountServiceAccountToken"), false);
    const volumes = at(only(manifests, "Job"), "spec.template.spec.volumes") as { projected?: { sources: object[] } }[];
    deepEqual(volumes.flatMap(({ projected }) => projected?.sources ?? [])[0], {
      serviceAccountToken: { path: "token", expirationSeconds: 3600 },
    });
  });
  report.check("pods are spread by version under the label that their owner gives them", () => {
    const keys = (sample: SampleName) =>
      (at(podTemplate(render(sample)), "spec.topologySpreadConstraints") as { matchLabelKeys: string[] }[])[0]!
        .matchLabelKeys;
    deepEqual([keys("web-canary"), keys("web-full")], [["rollouts-pod-template-hash"], ["pod-template-hash"]]);
  });

  report.section("workload: events, recommendations, traffic, mesh");
  report.check("everything that scales or recommends aims at what there is", () => {
    equal(target(render("web-blue-green"), "HorizontalPodAutoscaler", "spec.scaleTargetRef"), "Rollout shopfront");
    equal(target(render("web-blue-green"), "VerticalPodAutoscaler", "spec.targetRef"), "Rollout shopfront");
    equal(target(render("worker-events"), "ScaledObject", "spec.scaleTargetRef"), "Deployment orders");
    equal(target(render("worker-events"), "VerticalPodAutoscaler", "spec.targetRef"), "Deployment orders");
    equal(at(only(render("worker-events"), "VerticalPodAutoscaler"), "spec.updatePolicy.updateMode"), "Off");
  });
  report.check("a ScaledObject: none to twenty, the targets and every trigger, and behaviour", () => {
    const spec = at(only(render("worker-events"), "ScaledObject"), "spec") as Record<string, unknown>;
    deepEqual([spec["minReplicaCount"], spec["maxReplicaCount"]], [0, 20]);
    deepEqual(
      (spec["triggers"] as { type: string; authenticationRef?: object }[]).map(({ type, authenticationRef }) => [
        type,
        authenticationRef !== undefined,
      ]),
      [
        ["cpu", false],
        ["redis", true],
        ["aws-sqs-queue", true],
        ["gcp-pubsub", true],
        ["azure-servicebus", true],
        ["postgresql", true],
        ["prometheus", false],
        ["cron", false],
      ],
    );
    deepEqual(at(spec, "advanced.horizontalPodAutoscalerConfig.behavior"), {
      scaleDown: { stabilizationWindowSeconds: 120, policies: [{ type: "Pods", value: 2, periodSeconds: 60 }] },
    });
  });
  report.check("a trigger's secret is the workload's own Secret, by reference", () => {
    const auth = named(render("worker-events"), "TriggerAuthentication", "orders-trigger-4");
    deepEqual(auth["spec"], { secretTargetRef: [{ parameter: "connection", name: "orders-env", key: "DB_URL" }] });
    const identity = named(render("worker-events"), "TriggerAuthentication", "orders-trigger-1");
    deepEqual(identity["spec"], { podIdentity: { provider: "aws" } });
  });
  report.check("pods and percent in one step: both, over the same time", () => {
    deepEqual(at(only(render("web-blue-green"), "HorizontalPodAutoscaler"), "spec.behavior.scaleUp.policies"), [
      { type: "Percent", value: 100, periodSeconds: 30 },
      { type: "Pods", value: 4, periodSeconds: 30 },
    ]);
  });
  report.check("an autoscaler lets KEDA's come before it goes", () => {
    const { metadata } = only(render("web-full"), "HorizontalPodAutoscaler");
    equal(
      (metadata as unknown as { annotations: object }).annotations["validations.keda.sh/hpa-ownership" as never],
      "false",
    );
  });
  report.check("time-outs, retries, circuit breaking and the cookie as given", () => {
    const { targetRefs, ...spec } = only(render("web-blue-green"), "BackendTrafficPolicy")["spec"] as Record<
      string,
      unknown
    >;
    deepEqual(targetRefs, [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "shopfront" }]);
    deepEqual(spec, {
      timeout: { http: { requestTimeout: "0s", streamIdleTimeout: "3600s" }, tcp: { connectTimeout: "2s" } },
      retry: {
        numRetries: 2,
        perRetry: { timeout: "5s" },
        retryOn: { triggers: ["connect-failure", "refused-stream"] },
      },
      circuitBreaker: { maxConnections: 512, maxPendingRequests: 128, maxParallelRequests: 512 },
      loadBalancer: {
        type: "ConsistentHash",
        consistentHash: {
          type: "Cookie",
          cookie: { name: "shopfront", ttl: "3600s", attributes: { HttpOnly: "", SameSite: "Lax", Secure: "" } },
        },
      },
    });
  });
  report.check("visitors known by their address need no cookie; a cookie without a time ends with the browser", () => {
    const balancer = (over: Overlay = {}) =>
      at(only(render("web-canary", over), "BackendTrafficPolicy"), "spec.loadBalancer") as Manifest;
    deepEqual(balancer(), { type: "ConsistentHash", consistentHash: { type: "SourceIP" } });
    const session = balancer({ traffic: { byAddress: false, cookie: { name: "session" } } });
    equal(at(session, "consistentHash.cookie.ttl"), "0s");
  });
  report.check("the mesh's way is open between pods that may talk, and nowhere without a mesh", () => {
    const open = (mesh: boolean) => renderText("web-blue-green", { mesh }).split("port: 15008").length - 1;
    // the caller, the smoke job both ways, and what it calls
    deepEqual([open(true), open(false)], [4, 0]);
  });
}
