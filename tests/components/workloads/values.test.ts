import Ajv, { type ErrorObject } from "ajv";
import schema from "../../../charts/workload/values.schema.json";
import type { WorkloadValues } from "../../../components/workloads/values";
import type { ExtraContainerValues, ProbesValues, ProbeValues } from "../../../components/workloads/values/container";
import { SAMPLES, sampleValues } from "../../charts/workload/samples";
import { WEAKENING } from "../../charts/workload/weakening";

/** Every field, at every depth, must be there. */
type Whole<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Whole<Item>[]
    : { readonly [Key in keyof T]-?: Whole<T[Key]> };

const PROBE: Whole<ProbeValues> = {
  protocol: "http",
  path: "/",
  port: 8000,
  command: ["x"],
  periodSeconds: 1,
  timeoutSeconds: 1,
  failureThreshold: 1,
};
const PROBES: Whole<ProbesValues> = { startup: PROBE, readiness: PROBE, liveness: PROBE };

const EXTRA: Whole<ExtraContainerValues> = {
  name: "proxy",
  image: {
    repository: "registry.example.com/proxy",
    tag: "1.0",
    digest: `sha256:${"0".repeat(64)}`,
    pullPolicy: "Always",
  },
  command: ["/proxy"],
  args: ["run"],
  env: { MODE: "x" },
  inherits: ["LOG_LEVEL"],
  resources: {
    requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
    limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "1Gi" },
  },
  probes: PROBES,
};

/** Each field of the interface once: a field that is added there and not here does not compile. */
const WHOLE: Whole<WorkloadValues> = {
  kind: "web",
  name: "api",
  partOf: "shop",
  labels: { team: "checkout" },
  image: {
    repository: "registry.example.com/api",
    tag: "1.0",
    digest: `sha256:${"0".repeat(64)}`,
    pullPolicy: "Always",
  },
  command: ["/app"],
  args: ["serve"],
  port: 8000,
  ports: { grpc: 9000 },
  metrics: { port: 9090, path: "/metrics", interval: "30s", scrapedFrom: "monitoring" },
  env: { LOG_LEVEL: "info" },
  secretEnv: {
    TOKEN: {
      secret: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x",
      property: "token",
      store: { name: "store", kind: "SecretStore" },
    },
    KEY: { kubernetesSecret: "payments-key", key: "value" },
    URL: {
      format: "redis://:{token}@{host}:{port}",
      secrets: { token: { secret: "x", property: "token", store: { name: "store", kind: "SecretStore" } } },
      plain: { host: "cache", port: 6379 },
      escape: "url",
    },
  },
  secretStoreRef: { name: "store", kind: "ClusterSecretStore" },
  secretRefreshInterval: "1h",
  secretVersions: { TOKEN: "1" },
  restartOnSecretChange: true,
  imagePullSecrets: ["registry"],
  init: [EXTRA],
  sidecars: [EXTRA],
  files: { "/etc/app.yaml": "a: 1" },
  trust: { db: { pem: "-----BEGIN CERTIFICATE-----" }, ledger: { secret: "ledger-ca", property: "ca.crt" } },
  volumes: {
    uploads: { path: "/data", size: "50Gi", className: "gp3", accessMode: "ReadWriteMany", retained: true },
  },
  resources: {
    requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
    limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "1Gi" },
  },
  runAsUser: 1001,
  tmp: [{ path: "/tmp", sizeLimit: "64Mi" }],
  probes: PROBES,
  replicas: 2,
  autoscaling: {
    min: 2,
    max: 4,
    cpu: 70,
    memory: 80,
    behaviour: {
      up: { stabilizationSeconds: 0, percent: 100, pods: 4, periodSeconds: 60 },
      down: { stabilizationSeconds: 300, percent: 50, pods: 4, periodSeconds: 60 },
    },
    triggers: [
      { type: "redis", metadata: { listName: "jobs" }, secrets: { password: "CACHE_TOKEN" }, identity: "aws" },
    ],
  },
  progressive: {
    scale: "full",
    steps: [{ weight: 100, watchSeconds: 900 }],
    retireSeconds: 600,
    gates: {
      prometheus: "http://prometheus.monitoring:9090",
      restarts: 0,
      errorPercent: 0.5,
      p95Milliseconds: 400,
      smoke: { command: ["/app/smoke"], timeoutSeconds: 60 },
    },
    wait: {
      image: {
        repository: "registry.k8s.io/kubectl",
        tag: "v1.35.0",
        digest: `sha256:${"0".repeat(64)}`,
        pullPolicy: "Always",
      },
      seconds: 590,
    },
  },
  access: {
    allow: ["198.51.100.0/24"],
    basicAuth: { secret: "preview", property: "users", store: { name: "vault", kind: "SecretStore" } },
    cors: {
      origins: ["https://app.example.com"],
      methods: ["GET"],
      headers: ["Content-Type"],
      expose: ["X-Total"],
      credentials: true,
      maxAgeSeconds: 600,
    },
  },
  traffic: {
    compression: true,
    maxBody: "10Mi",
    limits: [
      {
        name: "api",
        scope: "local",
        requests: 10,
        unit: "Second",
        paths: ["/api"],
        methods: ["POST"],
        header: { name: "authorization", present: false },
      },
    ],
    timeouts: { requestSeconds: 0, idleSeconds: 3600, connectSeconds: 2 },
    retries: { attempts: 2, perTrySeconds: 5, after: ["connect-failure"] },
    circuitBreaker: { connections: 1, pending: 1, requests: 1 },
    cookie: { name: "session", ttlSeconds: 60 },
    byAddress: true,
  },
  mesh: true,
  recommendations: true,
  rollout: { maxSurge: "25%", maxUnavailable: 0, progressDeadlineSeconds: 600 },
  shutdown: { graceSeconds: 30, preStopSleepSeconds: 10, preStopCommand: ["drain"] },
  spread: { zone: "DoNotSchedule", host: "ScheduleAnyway", antiAffinity: "required" },
  spot: "preferred",
  cron: {
    schedule: "@daily",
    timeZone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 60,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 1,
  },
  job: {
    backoffLimit: 0,
    activeDeadlineSeconds: 60,
    ttlSecondsAfterFinished: 60,
    before: [{ name: "dry-run", command: ["/app", "plan"] }],
    rollback: ["/app", "back"],
  },
  nodeSelector: { "kubernetes.io/arch": "arm64" },
  tolerations: [{ key: "spot", operator: "Equal", value: "yes", effect: "NoSchedule", tolerationSeconds: 1 }],
  priorityClassName: "high",
  serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/x" } },
  permissions: [{ apiGroups: [""], resources: ["pods"], names: ["a"], verbs: ["get"] }],
  identityAgent: { cidr: "169.254.170.23/32", port: 80 },
  sessionAffinitySeconds: 600,
  route: {
    hosts: ["api.example.com"],
    path: "/",
    paths: ["/"],
    rewrite: "/",
    protocol: "h2c",
    headers: { "X-Frame-Options": "DENY" },
    parentRef: { name: "public", namespace: "gateways", sectionName: "https" },
    gatewayNamespace: "envoy-gateway-system",
  },
  network: {
    openings: [
      {
        name: "db",
        cidrs: ["10.0.0.0/24"],
        pods: { namespace: "shop", labels: { app: "db" } },
        public: true,
        port: 5432,
        endPort: 5433,
        protocol: "TCP",
      },
    ],
    callers: [{ namespace: "shop", labels: { app: "web" } }],
    egressInternet: true,
  },
  alerts: [
    {
      alert: "Down",
      expr: "up == 0",
      for: "5m",
      keepFiringFor: "5m",
      labels: { severity: "critical" },
      annotations: { summary: "Down" },
    },
  ],
  commit: { id: "4f5a2c9", madeAt: 1763719200 },
};

const SPARSE_EXTRA: ExtraContainerValues = {
  name: "proxy",
  image: { repository: "registry.example.com/proxy", tag: "1.0" },
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
};

/** Only what the interface asks for, wherever an object is given at all. */
const SPARSE: WorkloadValues = {
  kind: "web",
  name: "api",
  partOf: "shop",
  image: { repository: "registry.example.com/api", tag: "1.0" },
  port: 8000,
  metrics: { port: 9090, scrapedFrom: "monitoring" },
  secretEnv: {
    URL: { format: "{token}", secrets: { token: { secret: "x" } } },
    KEY: { kubernetesSecret: "x", key: "value" },
  },
  secretStoreRef: { name: "store" },
  init: [SPARSE_EXTRA],
  sidecars: [SPARSE_EXTRA],
  volumes: { data: { path: "/data", size: "1Gi" } },
  permissions: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }],
  resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "256Mi" } },
  tmp: [{ path: "/tmp", sizeLimit: "64Mi" }],
  autoscaling: { min: 2, max: 4, cpu: 70, triggers: [{ type: "cron", metadata: {} }] },
  progressive: {
    scale: "full",
    steps: [{ weight: 100 }],
    gates: { prometheus: "http://prometheus:9090", smoke: { command: ["/app/smoke"] } },
    wait: { image: { repository: "registry.k8s.io/kubectl", tag: "v1.35.0" }, seconds: 590 },
  },
  traffic: { retries: { attempts: 2, after: ["5xx"] }, cookie: { name: "session" } },
  route: {
    hosts: ["api.example.com"],
    parentRef: { name: "public", namespace: "gateways" },
    gatewayNamespace: "envoy-gateway-system",
  },
  network: { openings: [{ name: "db", cidrs: ["10.0.0.0/24"], port: 5432 }], callers: [{ labels: { app: "web" } }] },
  alerts: [{ alert: "Down", expr: "up == 0", labels: { severity: "critical" }, annotations: { summary: "Down" } }],
  commit: { id: "4f5a2c9", madeAt: 1763719200 },
};

/** What may go from {@link SPARSE} without a refusal: whole optional objects, and lists within them. */
const OPTIONAL = [
  "commit",
  "metrics",
  "secretEnv",
  "secretEnv.KEY",
  "secretEnv.URL",
  "init",
  "sidecars",
  "volumes",
  "volumes.data",
  "permissions",
  "tmp",
  "autoscaling.cpu",
  "autoscaling.triggers",
  "progressive",
  "progressive.gates",
  "progressive.gates.smoke",
  "traffic",
  "traffic.cookie",
  "traffic.retries",
  "network",
  "network.openings",
  "network.callers",
  "alerts",
];

interface Node {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Node | boolean>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly allOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
}

const definitions = schema.definitions as unknown as Readonly<Record<string, Node>>;
const validate = new Ajv({ strict: false, allErrors: true, code: { optimize: false } }).compile(schema);
const judge = (values: unknown): ErrorObject[] => (validate(values) ? [] : (validate.errors ?? []));

/** A node and what it refers to or is made of. */
function parts(node: Node): Node[] {
  const referred = node.$ref === undefined ? [] : [definitions[node.$ref.split("/").at(-1)!]!];
  return [node, ...[...referred, ...(node.allOf ?? []), ...(node.oneOf ?? [])].flatMap(parts)];
}

/** Paths at which the schema's properties and the keys of a value differ; `instances` are all values at one path. */
function differences(node: Node, instances: readonly unknown[], path = "values"): string[] {
  const all = parts(node);
  const properties = Object.fromEntries(
    all.flatMap((part) => Object.entries(part.properties ?? {})).filter(([, value]) => typeof value === "object"),
  ) as Record<string, Node>;
  const item = all.find((part) => part.items)?.items;
  if (item) return differences(item, instances.flat(), `${path}[]`);
  const free = all.map((part) => part.additionalProperties).find((part) => typeof part === "object");
  const keys = new Set(instances.flatMap((value) => (typeof value === "object" && value ? Object.keys(value) : [])));
  const named = Object.keys(properties);
  const at = (wanted: readonly string[]) =>
    instances
      .flatMap((value) => wanted.map((key) => (value as Record<string, unknown>)[key]))
      .filter((v) => v !== undefined);
  const others = [...keys].filter((key) => !named.includes(key));
  return [
    ...named.filter((key) => !keys.has(key)).map((key) => `${path}.${key} is in the schema alone`),
    ...(typeof free === "object" ? [] : others.map((key) => `${path}.${key} is in TypeScript alone`)),
    ...named
      .filter((key) => keys.has(key))
      .flatMap((key) => differences(properties[key]!, at([key]), `${path}.${key}`)),
    ...(typeof free === "object" && others.length > 0 ? differences(free, at(others), `${path}.*`) : []),
  ];
}

/** Each object node with its path. */
function objects(node: Node, path = "values"): [string, Node][] {
  return parts(node).flatMap((part) => [
    ...(part.type === "object" ? [[path, part] as [string, Node]] : []),
    ...Object.entries(part.properties ?? {}).flatMap(([key, child]) =>
      typeof child === "object" ? objects(child, `${path}.${key}`) : [],
    ),
    ...(part.items ? objects(part.items, `${path}[]`) : []),
    ...(typeof part.additionalProperties === "object" ? objects(part.additionalProperties, `${path}.*`) : []),
  ]);
}

/** Every key path of a value, list items by their index. */
function keyPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    ...(Array.isArray(value) ? [] : [[...path, key]]),
    ...keyPaths(child, [...path, key]),
  ]);
}

function without(value: unknown, path: readonly string[]): unknown {
  const copy = structuredClone(value) as Record<string, unknown>;
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((node, key) => node[key] as never, copy);
  delete parent[path.at(-1)!];
  return copy;
}

describe("WorkloadValues and charts/workload/values.schema.json", () => {
  test("have the same fields at every depth", () => {
    expect(differences(schema as unknown as Node, [WHOLE])).toEqual([]);
  });

  test("differ visibly when one has a field more", () => {
    const { spread: _, ...less } = WHOLE;
    const more = { ...WHOLE, image: { ...WHOLE.image, pullSecrets: ["x"] } };
    expect(differences(schema as unknown as Node, [less])).toEqual(["values.spread is in the schema alone"]);
    expect(differences(schema as unknown as Node, [more])).toEqual(["values.image.pullSecrets is in TypeScript alone"]);
  });

  test("ask for the same: what the interface needs is enough, and the schema can do without none of it", () => {
    expect(judge(SPARSE)).toEqual([]);
    const dispensable = keyPaths(SPARSE).filter((path) => judge(without(SPARSE, path)).length === 0);
    expect(dispensable.map((path) => path.join(".")).sort()).toEqual([...OPTIONAL].sort());
  });

  test("each object refuses keys it does not name, unless it is a free map", () => {
    const loose = objects(schema as unknown as Node)
      .filter(([, node]) => node.properties !== undefined && node.additionalProperties !== false)
      .map(([path]) => path);
    expect(loose).toEqual(["values.alerts[].labels"]);
  });

  test.each(SAMPLES)("the sample %s is accepted", (sample) => {
    expect(judge(sampleValues(sample))).toEqual([]);
  });

  test.each(WEAKENING)("%s is refused", (_, overlay, field) => {
    // Through JSON, as Helm gets it: what is undefined is not there.
    const errors = judge(JSON.parse(JSON.stringify(sampleValues("web-full", overlay))));
    expect(errors).not.toEqual([]);
    expect(JSON.stringify(errors)).toContain(field.split(".")[0]);
  });
});
