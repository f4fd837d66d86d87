/** Sixty rendered manifests: thirty as the workload chart makes them, thirty of which each is weakened in one way. */
import { join } from "node:path";
import { stringify } from "yaml";
import { type Manifest, parse, template, type Values } from "../../../charts/helm";
import { type Overlay, type SampleName, sampleValues } from "../../../charts/workload/samples";
import { WEAKENED } from "./weakened";

const CHART = join(__dirname, "../../../../charts/workload");

/** The objects of one release. */
export interface Rendered {
  /** `good/<name>` or `bad/<name>`. */
  readonly name: string;
  /** The namespace of its objects: each has its own, so that judges who look across objects keep them apart. */
  readonly namespace: string;
  readonly objects: readonly Manifest[];
  readonly text: string;
  /** The rule of ours that a weakened one must break; none of the good ones breaks any. */
  readonly breaks?: string;
}

const SIDECAR = {
  name: "proxy",
  image: { repository: "registry.example.com/shop/proxy", tag: "1.4.0" },
  probes: {
    startup: { protocol: "tcp", port: 5432 },
    readiness: { command: ["proxy", "ready"] },
    liveness: { protocol: "tcp", port: 5432, periodSeconds: 30 },
  },
  resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
};
const { probes: _, ...INIT } = SIDECAR;
const DATABASE = { network: { openings: [{ name: "db", cidrs: ["10.0.200.0/24"], port: 5432 }] } };
const PROBES = { readiness: { path: "/readyz" }, liveness: { path: "/livez", periodSeconds: 20 } };
const ROUTE = {
  hosts: ["store.example.com"],
  parentRef: { name: "public", namespace: "gateways" },
  gatewayNamespace: "envoy-gateway-system",
};

/** The chart's own samples, and what teams change in them. */
const GOOD: readonly (readonly [name: string, sample: SampleName, overlay?: Overlay])[] = [
  ["web-minimal", "web-minimal"],
  ["web-full", "web-full"],
  ["web-shared-metrics", "web-shared-metrics"],
  ["web-blue-green", "web-blue-green"],
  ["web-canary", "web-canary"],
  ["worker", "worker"],
  ["worker-events", "worker-events"],
  ["worker-volume", "worker-volume"],
  ["scheduler", "scheduler"],
  ["cron", "cron"],
  ["task", "task"],
  ["task-migration", "task-migration"],
  ["web-autoscaled", "web-minimal", { replicas: undefined, autoscaling: { min: 3, max: 6, cpu: 60 } }],
  ["web-probed", "web-minimal", { probes: PROBES }],
  ["web-routed", "web-minimal", { probes: PROBES, route: ROUTE }],
  ["web-files", "web-minimal", { files: { "/etc/app/limits.json": '{"perMinute": 60}' }, env: { LOG_LEVEL: "info" } }],
  ["web-user", "web-minimal", { runAsUser: 20000 }],
  ["web-init", "web-minimal", { init: [INIT] }],
  ["web-sidecar", "web-minimal", { sidecars: [SIDECAR] }],
  ["web-database", "web-minimal", DATABASE],
  ["web-on-demand", "web-minimal", { spot: "never", shutdown: { graceSeconds: 60, preStopSleepSeconds: 20 } }],
  ["worker-fixed", "worker", { autoscaling: undefined, replicas: 3 }],
  ["worker-sidecar", "worker", { sidecars: [SIDECAR] }],
  ["worker-large", "worker", { resources: { requests: { cpu: "2", memory: "4Gi" }, limits: { memory: "8Gi" } } }],
  ["scheduler-internet", "scheduler", { network: { egressInternet: true } }],
  ["scheduler-tmp", "scheduler", { tmp: [{ path: "/tmp", sizeLimit: "1Gi" }] }],
  ["cron-replacing", "cron", { cron: { schedule: "*/15 * * * *", concurrencyPolicy: "Replace" } }],
  ["cron-sidecar", "cron", { sidecars: [SIDECAR] }],
  ["task-alone", "task", { sidecars: undefined }],
  ["task-migration-once", "task-migration", { job: { before: undefined, rollback: undefined } }],
];

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

/** The same values with a digest for every image, as production has them. */
function pinned(values: Values): Values {
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    if (typeof node !== "object" || node === null) return node;
    const fields = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visit(value)]));
    return "repository" in node ? { digest: DIGEST, ...fields } : fields;
  };
  return visit(values) as Values;
}

const render = (sample: SampleName, overlay?: Overlay): Manifest[] =>
  parse(template(CHART, pinned(sampleValues(sample, overlay))));

function rendered(name: string, objects: readonly Manifest[], namespace = name.replace("/", "-")): Rendered {
  const placed = objects.map((each) => ({ ...each, metadata: { ...each.metadata, namespace } }));
  return { name, namespace, objects: placed, text: placed.map((each) => stringify(each)).join("---\n") };
}

/** All sixty. */
export function manifests(): readonly Rendered[] {
  const good = GOOD.map(([name, sample, overlay]) => rendered(`good/${name}`, render(sample, overlay)));
  const bad = WEAKENED.map(({ name, of, breaks, change, namespace }) => ({
    ...rendered(
      `bad/${name}`,
      change(structuredClone(good.find((each) => each.name === `good/${of}`)!.objects as Manifest[])),
      namespace,
    ),
    breaks,
  }));
  return [...good, ...bad];
}
