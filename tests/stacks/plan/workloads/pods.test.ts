import type { WorkloadValues } from "../../../../components/workloads/values";
import { planWorkloads } from "../../../../stacks/plan/workloads";
import { type Raw, stackConfig, web } from "../../../support/configs";

const plan = (workloads: Raw, over: Raw = {}) =>
  planWorkloads(stackConfig({ acmeEmail: "a@example.com", workloads, ...over }));
const only = (workload: Raw, over?: Raw) => plan({ api: workload }, over)[0]!;
const worker = (over: Raw = {}): Raw => ({ kind: "worker", image: "a/b:1", ...over });
const scheduler = (over: Raw = {}): Raw => ({ kind: "scheduler", image: "a/b:1", ...over });

/** Config of one workload → what it must make of the chart's values. */
type Case = [what: string, workload: Raw, expected: Partial<WorkloadValues>, over?: Raw];
const cases: readonly Case[] = [
  ["a scheduler has no number of pods", scheduler(), { kind: "scheduler", shutdown: { graceSeconds: 60 } }],
  [
    "a task: its time and its tries",
    { kind: "task", image: "a/b:1", timeoutSeconds: 900, retries: 0 },
    { kind: "task", job: { activeDeadlineSeconds: 900, backoffLimit: 0 } },
  ],
  [
    "a cron job: its tries",
    { kind: "cron", image: "a/b:1", schedule: "0 2 * * *", retries: 5 },
    { job: { activeDeadlineSeconds: 3600, backoffLimit: 5 } },
  ],
  [
    "groups of variables: the later one wins, and the workload's own over all",
    web({ variables: ["mail", "flags"], env: { SENDER: "me" } }),
    { env: { SENDER: "me", HOST: "smtp", NEW: "1" } },
    { variables: { mail: { SENDER: "all", HOST: "smtp" }, flags: { NEW: "1" } } },
  ],
  [
    "containers beside it: own variables, and those that are inherited",
    web({
      env: { LEVEL: "info" },
      init: [{ name: "assets", image: "a/assets:2", command: ["copy"] }],
      sidecars: [
        {
          name: "proxy",
          image: "a/proxy:1",
          variables: ["mail"],
          env: { MODE: "fast" },
          inherits: ["LEVEL"],
          resources: { cpu: "100m", memory: "128Mi" },
          probes: { startup: { tcp: 6432 } },
        },
      ],
    }),
    {
      init: [
        {
          name: "assets",
          image: { repository: "a/assets", tag: "2" },
          command: ["copy"],
          resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
        },
      ],
      sidecars: [
        {
          name: "proxy",
          image: { repository: "a/proxy", tag: "1" },
          env: { HOST: "smtp", MODE: "fast" },
          inherits: ["LEVEL"],
          resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "128Mi" } },
          probes: { startup: { protocol: "tcp", port: 6432 } },
        },
      ],
    },
    { variables: { mail: { HOST: "smtp" } } },
  ],
  [
    "disks: of one node and kept unless it says otherwise",
    worker({
      scaling: { min: 1, max: 1 },
      volumes: { data: { path: "/data", size: "50Gi" }, cache: { path: "/cache", size: "5Gi", retained: false } },
    }),
    {
      volumes: {
        data: { path: "/data", size: "50Gi", accessMode: "ReadWriteOnce", retained: true },
        cache: { path: "/cache", size: "5Gi", accessMode: "ReadWriteOnce", retained: false },
      },
    },
  ],
  [
    "a disk of many nodes, of a class of its own",
    web({ volumes: { uploads: { path: "/data", size: "50Gi", class: "shared", access: "readWriteMany" } } }),
    {
      volumes: {
        uploads: { path: "/data", size: "50Gi", className: "shared", accessMode: "ReadWriteMany", retained: true },
      },
    },
  ],
  [
    "scratch space beside /tmp",
    web({ tmp: { "/var/cache": "128Mi" } }),
    {
      tmp: [
        { path: "/tmp", sizeLimit: "64Mi" },
        { path: "/var/cache", sizeLimit: "128Mi" },
      ],
    },
  ],
  [
    "much scratch space raises the limit of disk above it",
    web({ tmp: { "/tmp": "2Gi" }, resources: { cpu: "100m", memory: "256Mi" } }),
    {
      tmp: [{ path: "/tmp", sizeLimit: "2Gi" }],
      resources: {
        requests: { cpu: "100m", memory: "256Mi" },
        limits: { memory: "256Mi", "ephemeral-storage": "2560Mi" },
      },
    },
  ],
  ["config files", web({ files: { "/etc/app.yaml": "a: 1" } }), { files: { "/etc/app.yaml": "a: 1" } }],
  [
    "a worker's probes, each in its own way",
    worker({
      probes: {
        startup: { command: ["up"] },
        readiness: { grpc: 9000 },
        liveness: { path: "/livez", port: 9001, periodSeconds: 30 },
      },
    }),
    {
      probes: {
        startup: { command: ["up"] },
        readiness: { protocol: "grpc", port: 9000 },
        liveness: { path: "/livez", port: 9001, periodSeconds: 30 },
      },
    },
  ],
  [
    "a web workload's probes, where they differ from its health",
    web({ health: "/health", probes: { startup: { failureThreshold: 300 }, liveness: { path: "/livez" } } }),
    {
      probes: {
        startup: { path: "/health", failureThreshold: 300 },
        readiness: { path: "/health" },
        liveness: { path: "/livez" },
      },
    },
  ],
  ["processors", web({ architecture: "arm64" }), { nodeSelector: { "kubernetes.io/arch": "arm64" } }],
  ["spare capacity", web({ spot: "preferred" }), { spot: "preferred" }],
  [
    "who goes first, by a class called after the namespace",
    web({ priority: "high" }),
    { priorityClassName: "shop-high" },
  ],
  [
    "how pods keep apart",
    web({ spread: { zones: "required", apart: "required" } }),
    { spread: { zone: "DoNotSchedule", host: "ScheduleAnyway", antiAffinity: "required" } },
  ],
  ["callers that stay with one pod", web({ sessionAffinity: 600 }), { sessionAffinitySeconds: 600 }],
  ["further ports", web({ ports: { grpc: 9000 } }), { ports: { grpc: 9000 } }],
  ["the end of a web pod", web({ preStopSeconds: 20 }), { shutdown: { graceSeconds: 30, preStopSleepSeconds: 20 } }],
  [
    "the end of a worker",
    worker({ preStop: { command: ["flush"], seconds: 25 } }),
    { shutdown: { graceSeconds: 60, preStopCommand: ["flush"], preStopSleepSeconds: 25 } },
  ],
  [
    "ways out: a port of any public address, and ranges",
    web({
      egress: [
        { name: "mail", hosts: ["smtp.example.com"], ports: [465, 587] },
        { name: "office", cidrs: ["10.99.0.0/16"], ports: [53], protocol: "UDP" },
      ],
    }),
    {
      network: {
        egressInternet: true,
        callers: [],
        openings: [
          { name: "mail", public: true, port: 465 },
          { name: "mail", public: true, port: 587 },
          { name: "office", cidrs: ["10.99.0.0/16"], port: 53, protocol: "UDP" },
        ],
      },
    },
  ],
  [
    "permissions, and the way to the API server",
    worker({ permissions: [{ resources: ["pods"], verbs: ["get", "list"] }] }),
    {
      permissions: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] }],
      network: {
        egressInternet: true,
        openings: [{ name: "Kubernetes API", cidrs: ["10.10.0.0/16"], port: 443 }],
      },
    },
  ],
  [
    "images at each start",
    web({ pullPolicy: "always" }),
    { image: { repository: "ghcr.io/example/web", tag: "1.0.0", pullPolicy: "Always" } },
  ],
];

describe("a workload's pods", () => {
  test.each<Case>(cases)("%s", (_, workload, expected, over: Raw | undefined = {}) => {
    expect(only(workload, over).values).toMatchObject(expected);
  });

  test("what config leaves out is left to the chart", () => {
    const { values } = only(web());
    const keys = [
      "init",
      "sidecars",
      "files",
      "volumes",
      "tmp",
      "permissions",
      "spot",
      "nodeSelector",
      "priorityClassName",
    ];
    for (const key of keys) expect(values).not.toHaveProperty(key);
    expect(only(scheduler()).values).not.toHaveProperty("replicas");
    expect(only(worker()).values).not.toHaveProperty("probes");
  });

  test("a call opens every port of the callee", () => {
    const [front] = plan({ front: web({ calls: ["api"] }), api: web({ port: 8000, ports: { grpc: 9000 } }) });
    expect(front!.values.network?.openings?.map(({ port }) => port)).toEqual([8000, 9000]);
  });

  test("a release takes as long as its kind needs: a task runs to its end", () => {
    expect(only({ kind: "task", image: "a/b:1", timeoutSeconds: 900 }).timeoutSeconds).toBe(1020);
    expect(only(scheduler({ readySeconds: 120 })).timeoutSeconds).toBe(120);
  });

  test("a migration has the files and sidecars of its workload, and neither its disks nor its permissions", () => {
    const { migration } = only(
      web({
        migrate: { command: ["migrate"] },
        scaling: { min: 1, max: 1 },
        volumes: { data: { path: "/data", size: "1Gi" } },
        files: { "/etc/a": "b" },
        init: [{ name: "assets", image: "a/b:1" }],
        sidecars: [{ name: "proxy", image: "a/b:1" }],
        permissions: [{ resources: ["pods"], verbs: ["get"] }],
      }),
    );
    expect(migration!.values).toMatchObject({ files: { "/etc/a": "b" }, sidecars: [{ name: "proxy" }] });
    for (const key of ["volumes", "init", "permissions"]) expect(migration!.values).not.toHaveProperty(key);
  });
});
