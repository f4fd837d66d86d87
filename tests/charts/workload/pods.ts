/** What a pod is made of: containers, disks, files, permissions; where it goes, and how it ends. */
import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import type { Report } from "../report";
import { at, type Overlay, only, podTemplate, render, type SampleName } from "./samples";

interface Container {
  readonly name: string;
  readonly restartPolicy?: string;
  readonly env?: readonly { readonly name: string }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[];
  readonly [field: string]: unknown;
}

const pod = (sample: SampleName, overlay: Overlay = {}) =>
  at(podTemplate(render(sample, overlay)), "spec") as Record<string, unknown> & {
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
  };
const annotations = (sample: SampleName, overlay: Overlay = {}) =>
  at(podTemplate(render(sample, overlay)), "metadata.annotations") as Record<string, string>;

/** Registers every check of this file. */
export function podTests(report: Report): void {
  report.section("workload: a scheduler");
  report.check(
    "is a StatefulSet of one pod that never waits for a broken one, with a Service it can be named by",
    () => {
      const manifests = render("scheduler");
      const set = only(manifests, "StatefulSet");
      equal(at(set, "spec.replicas"), 1);
      equal(at(set, "spec.podManagementPolicy"), "Parallel");
      deepEqual(at(set, "spec.updateStrategy"), { type: "RollingUpdate" });
      const service = only(manifests, "Service");
      equal(at(set, "spec.serviceName"), service.metadata.name);
      equal(at(service, "spec.clusterIP"), "None");
    },
  );
  report.check("has no budget, no scaler and no spread: there is one pod", () => {
    const kinds = render("scheduler").map(({ kind }) => kind);
    for (const kind of ["Deployment", "PodDisruptionBudget", "HorizontalPodAutoscaler"])
      ok(!kinds.includes(kind), kind);
    ok(!("topologySpreadConstraints" in pod("scheduler")) && !("affinity" in pod("scheduler")));
  });

  report.section("workload: containers beside its own");
  report.check("sidecars are native, and come before init containers and steps", () => {
    const { initContainers, containers } = pod("web-full");
    deepEqual(
      initContainers!.map(({ name, restartPolicy }) => [name, restartPolicy]),
      [
        ["pooler", "Always"],
        ["assets", undefined],
      ],
    );
    deepEqual(
      containers.map(({ name }) => name),
      ["api"],
    );
  });
  report.check("a sidecar has its own variables and those it inherits, and no others", () => {
    const [pooler, assets] = pod("web-full").initContainers!;
    deepEqual(
      pooler!.env!.map(({ name }) => name),
      ["POOL_SIZE", "DATABASE_URL", "LOG_LEVEL"],
    );
    ok(!("env" in assets!));
  });
  report.check("all see the same directories; the token is the workload's own container's alone", () => {
    const { initContainers, containers } = pod("web-full");
    const paths = (container: Container) => container.volumeMounts!.map(({ mountPath }) => mountPath);
    const shared = ["/tmp", "/var/cache/app", "/data/uploads", "/etc/app/features.yaml", "/etc/app/limits.json"];
    for (const container of initContainers!) deepEqual(paths(container), shared);
    deepEqual(paths(containers[0]!), [...shared, "/var/run/secrets/kubernetes.io/serviceaccount"]);
  });
  report.check("a sidecar's disk is limited too", () => {
    const [pooler] = pod("web-full").initContainers!;
    equal(at(pooler, "resources.limits.ephemeral-storage"), "1Gi");
    equal(at(pooler, "resources.requests.cpu"), "50m");
  });

  report.section("workload: disks and files");
  report.check("a disk stays when the release goes, unless it is said that it need not", () => {
    const claims = render("worker-volume").filter(({ kind }) => kind === "PersistentVolumeClaim");
    deepEqual(
      claims.map(({ metadata, ...claim }) => [
        metadata.name,
        at({ metadata }, "metadata.annotations"),
        at(claim, "spec.accessModes"),
      ]),
      [
        ["indexer-index", { "helm.sh/resource-policy": "keep" }, ["ReadWriteOnce"]],
        ["indexer-scratch", undefined, ["ReadWriteOncePod"]],
      ],
    );
  });
  report.check("where one node holds a disk, the old pod goes first; where many can, a new one comes first", () => {
    const strategy = (sample: SampleName) => at(only(render(sample), "Deployment"), "spec.strategy.type");
    equal(strategy("worker-volume"), "Recreate");
    equal(strategy("web-full"), "RollingUpdate");
  });
  report.check("files are mounted one by one, and a changed one restarts the pods", () => {
    const manifests = render("web-full");
    deepEqual(at(only(manifests, "ConfigMap"), "data"), {
      "file-0": "checkout: true\n",
      "file-1": '{"perMinute": 60}',
    });
    const mounts = pod("web-full").containers[0]!.volumeMounts!.filter(({ name }) => name === "files");
    deepEqual(
      mounts.map(({ mountPath, subPath }) => [mountPath, subPath]),
      [
        ["/etc/app/features.yaml", "file-0"],
        ["/etc/app/limits.json", "file-1"],
      ],
    );
    const before = annotations("web-full")["checksum/files"];
    ok(before);
    equal(annotations("web-full", { network: { egressInternet: false } })["checksum/files"], before);
    notEqual(annotations("web-full", { files: { "/etc/app/limits.json": "{}" } })["checksum/files"], before);
  });

  report.section("workload: permissions");
  report.check("a Role of its own for its own account, and a token for an hour at a time", () => {
    const manifests = render("web-full");
    deepEqual(at(only(manifests, "Role"), "rules"), [
      { apiGroups: [""], resources: ["configmaps"], resourceNames: ["feature-flags"], verbs: ["get", "watch"] },
    ]);
    const binding = only(manifests, "RoleBinding");
    deepEqual(at(binding, "subjects"), [{ kind: "ServiceAccount", name: "api", namespace: "shop" }]);
    const volume = (pod("web-full")["volumes"] as { name: string }[]).find(({ name }) => name === "kubernetes-api");
    deepEqual(at(volume, "projected.sources.0.serviceAccountToken"), { path: "token", expirationSeconds: 3600 });
    equal(pod("web-full")["automountServiceAccountToken"], false);
  });
  report.check("without any there is neither Role nor token", () => {
    const manifests = render("web-minimal");
    ok(!manifests.some(({ kind }) => kind.startsWith("Role")));
    ok(!JSON.stringify(podTemplate(manifests)).includes("serviceAccountToken"));
  });

  report.section("workload: placement");
  const affinity = (spot: string) => at(pod("cron", { spot }), "affinity.nodeAffinity") as Record<string, object>;
  report.check("spot preferred: Karpenter's label first, and any node where there is none", () => {
    const node = affinity("preferred");
    deepEqual(Object.keys(node), ["preferredDuringSchedulingIgnoredDuringExecution"]);
    const [first] = node["preferredDuringSchedulingIgnoredDuringExecution"] as unknown as object[];
    deepEqual(first, {
      weight: 100,
      preference: { matchExpressions: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }] },
    });
  });
  report.check("spot required: one of the clouds' labels; never: none of them", () => {
    const terms = (spot: string) =>
      at(affinity(spot), "requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms") as {
        matchExpressions: { operator: string }[];
      }[];
    deepEqual(
      terms("required").map(({ matchExpressions }) => matchExpressions.map(({ operator }) => operator)),
      [["In"], ["In"], ["In"], ["In"]],
    );
    deepEqual(
      terms("never").map(({ matchExpressions }) => matchExpressions.map(({ operator }) => operator)),
      [["NotIn", "NotIn", "NotIn", "NotIn"]],
    );
  });
  report.check("taints of spot nodes are borne only by who may go there", () => {
    const tolerations = (spot: string | undefined) => pod("cron", { spot })["tolerations"] as object[] | undefined;
    equal(tolerations("preferred")!.length, 2);
    equal(tolerations("never"), undefined);
    equal(tolerations(undefined), undefined);
  });
  report.check("pods of one version keep apart: as far as possible, always, or not", () => {
    const apart = (antiAffinity: string) => at(pod("web-minimal", { spread: { antiAffinity } }), "affinity");
    const term = {
      topologyKey: "kubernetes.io/hostname",
      labelSelector: {
        matchLabels: { "app.kubernetes.io/name": "storefront", "app.kubernetes.io/instance": "shop-release" },
      },
      matchLabelKeys: ["pod-template-hash"],
    };
    deepEqual(apart("preferred"), {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }],
      },
    });
    deepEqual(apart("required"), {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
    });
    equal(apart("none"), undefined);
  });

  report.section("workload: Service, route and the end of a pod");
  report.check("one client's connections go to one pod where that is asked for", () => {
    const service = only(render("web-full"), "Service");
    deepEqual(at(service, "spec.sessionAffinityConfig"), { clientIP: { timeoutSeconds: 3600 } });
    equal(at(only(render("web-minimal"), "Service"), "spec.sessionAffinity"), undefined);
  });
  report.check("each further port is on the container and on the Service, at its own number", () => {
    const ports = at(only(render("web-full"), "Service"), "spec.ports") as { name: string; port: number }[];
    deepEqual(Object.fromEntries(ports.map(({ name, port }) => [name, port])), { http: 80, grpc: 9000, metrics: 9090 });
  });
  report.check("the grace period holds what comes before SIGTERM and what comes after it", () => {
    equal(pod("web-full")["terminationGracePeriodSeconds"], 75);
    equal(pod("worker-volume")["terminationGracePeriodSeconds"], 80);
    deepEqual(at(pod("worker-volume").containers[0], "lifecycle.preStop.exec.command"), ["/app/indexer", "--flush"]);
    equal(pod("scheduler")["terminationGracePeriodSeconds"], 30);
  });
  report.check("images are pulled with the Secrets that are named", () => {
    deepEqual(pod("web-full")["imagePullSecrets"], [{ name: "pull-registry" }]);
  });
}
