import { ConfigError, type Problem } from "../../../../stacks/config/errors";
import { parseConfig } from "../../../../stacks/config/load";
import { type Raw, rawStack, web } from "../../../support/configs";

function problemsOf(raw: Raw): readonly Problem[] {
  try {
    parseConfig(rawStack(raw), "Pulumi.test.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const worker = (over: Raw = {}): Raw => ({ kind: "worker", image: "a/b:1", ...over });
const beside = (over: Raw = {}): Raw => ({ name: "proxy", image: "a/b:1", ...over });
const one = { min: 1, max: 1 };

/** Each workload is called `api`; `path` is below it unless it begins with a slash. */
type Case = [what: string, workload: Raw, path: string, words: RegExp, over?: Raw];
const cases: readonly Case[] = [
  [
    "a group that there is not",
    web({ variables: ["mial"] }),
    "variables[0]",
    /did you mean "mail"/,
    { variables: { mail: {} } },
  ],
  [
    "a sidecar's group that there is not",
    web({ sidecars: [beside({ variables: ["x"] })] }),
    "sidecars[0].variables[0]",
    /there is none yet/,
  ],
  [
    "groups that contradict each other",
    web({ variables: ["a", "b"] }),
    "variables[1]",
    /LEVEL in a and in b, with different values/,
    { variables: { a: { LEVEL: "1" }, b: { LEVEL: "2" } } },
  ],
  [
    "a variable both plain and secret",
    web({ env: { KEY: "x" }, secrets: { KEY: "key" } }),
    "secrets.KEY",
    /take KEY out of env/,
    { secrets: ["key"] },
  ],
  [
    "a variable both secret and in a group",
    web({ variables: ["a"], secrets: { KEY: "key" } }),
    "secrets.KEY",
    /take KEY out of the group a/,
    { secrets: ["key"], variables: { a: { KEY: "x" } } },
  ],
  [
    "an inherited variable that nobody has",
    web({ sidecars: [beside({ inherits: ["NOBODY"] })] }),
    "sidecars[0].inherits[0]",
    /it has none/,
  ],
  [
    "a disk of one node for several pods",
    web({ volumes: { data: { path: "/data", size: "1Gi" } } }),
    "volumes.data.access",
    /up to 3 pods.*min: 1, max: 1.*readWriteMany.*bucket/s,
  ],
  [
    "a disk of one node for two versions at once",
    web({
      hosts: ["a.example.com"],
      scaling: one,
      rollout: { strategy: "canary" },
      volumes: { data: { path: "/data", size: "1Gi" } },
    }),
    "volumes.data.access",
    /with a canary rollout.*strategy: rolling/s,
    { acmeEmail: "a@example.com" },
  ],
  [
    "a disk of many nodes of the default class",
    web({ volumes: { data: { path: "/data", size: "1Gi", access: "readWriteMany" } } }),
    "volumes.data.class",
    /StorageClass/,
  ],
  ["a disk without a size", web({ scaling: one, volumes: { data: { path: "/data" } } }), "volumes.data.size", /50Gi/],
  [
    "a disk in Mi",
    web({ scaling: one, volumes: { data: { path: "/data", size: "500Mi" } } }),
    "volumes.data.size",
    /Gi/,
  ],
  [
    "a disk at the root",
    web({ scaling: one, volumes: { data: { path: "/", size: "1Gi" } } }),
    "volumes.data.path",
    /absolute path/,
  ],
  [
    "two things at one path",
    web({ scaling: one, tmp: { "/data": "64Mi" }, volumes: { data: { path: "/data", size: "1Gi" } } }),
    "volumes.data.path",
    /tmp\.\/data is mounted there already/,
  ],
  ["a file over scratch space", web({ files: { "/tmp": "x" } }), "files./tmp", /mounted there already/],
  [
    "files beyond a ConfigMap",
    web({ files: Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`/f${n}`, "x".repeat(250_000)])) }),
    "files",
    /1250000 bytes/,
  ],
  [
    "a probe that asks nothing",
    worker({ probes: { liveness: {} } }),
    "probes.liveness",
    /none of path, grpc, tcp and command/,
  ],
  [
    "a probe that asks in two ways",
    worker({ probes: { liveness: { tcp: 9000, command: ["x"] } } }),
    "probes.liveness",
    /tcp and command/,
  ],
  [
    "a worker's path without its port",
    worker({ probes: { liveness: { path: "/x" } } }),
    "probes.liveness.port",
    /the port that answers/,
  ],
  [
    "a web workload's command",
    web({ probes: { liveness: { command: ["x"] } } }),
    "probes.liveness.command",
    /path, grpc or tcp/,
  ],
  [
    "a sidecar's probe that asks nothing",
    web({ sidecars: [beside({ probes: { startup: {} } })] }),
    "sidecars[0].probes.startup",
    /none of/,
  ],
  ["a sidecar with the workload's name", web({ sidecars: [beside({ name: "api" })] }), "sidecars[0].name", /rename it/],
  ["two containers of one name", web({ init: [beside()], sidecars: [beside()] }), "sidecars[0].name", /rename it/],
  ["a port twice", web({ port: 8080, ports: { grpc: 8080 } }), "ports.grpc", /not named yet/],
  [
    "a port by a name of the chart's",
    web({ ports: { metrics: 9000 } }),
    "ports.metrics",
    /other than http and metrics/,
  ],
  ["a way out to nowhere", web({ egress: [{ name: "x", ports: [1] }] }), "egress[0]", /neither hosts nor cidrs/],
  [
    "a way out in both forms",
    web({ egress: [{ name: "x", hosts: ["a.example.com"], cidrs: ["10.0.0.0/24"], ports: [1] }] }),
    "egress[0]",
    /two entries/,
  ],
  [
    "a way out to everywhere",
    web({ egress: [{ name: "x", cidrs: ["0.0.0.0/0"], ports: [1] }] }),
    "egress[0].cidrs[0]",
    /for public names write hosts/,
  ],
  [
    "a processor that the cluster has not",
    web({ architecture: "arm64" }),
    "architecture",
    /add arm64 to cluster\.architectures/,
    { cluster: { architectures: ["amd64"] } },
  ],
  [
    "spare capacity that nobody buys",
    web({ spot: "required" }),
    "spot",
    /cluster\.capacity: spot; or spot: preferred/,
    { cluster: { capacity: "onDemand" } },
  ],
  [
    "all secrets of the namespace",
    worker({ permissions: [{ resources: ["secrets"], verbs: ["get"] }] }),
    "permissions[0].names",
    /those of every workload/,
  ],
  [
    "names for a verb that knows none",
    worker({ permissions: [{ resources: ["pods"], names: ["a"], verbs: ["list"] }] }),
    "permissions[0].verbs",
    /list, with names/,
  ],
  [
    "all kinds of object",
    worker({ permissions: [{ resources: ["*"], verbs: ["get"] }] }),
    "permissions[0].resources[0]",
    /no wildcard/,
  ],
  [
    "all verbs",
    worker({ permissions: [{ resources: ["pods"], verbs: ["*"] }] }),
    "permissions[0].verbs[0]",
    /one of get, list/,
  ],
  [
    "all API groups",
    worker({ permissions: [{ apiGroups: ["*"], resources: ["pods"], verbs: ["get"] }] }),
    "permissions[0].apiGroups[0]",
    /no wildcard/,
  ],
  [
    "rights over rights",
    worker({ permissions: [{ apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["get"] }] }),
    "permissions[0].apiGroups[0]",
    /not rbac/,
  ],
  [
    "a shell in other pods",
    worker({ permissions: [{ resources: ["pods/exec"], verbs: ["create"] }] }),
    "permissions[0].resources[0]",
    /no shells/,
  ],
  [
    "a scheduler of two pods",
    { kind: "scheduler", image: "a/b:1", scaling: { min: 2, max: 2 } },
    "scaling",
    /the key "scaling"/,
  ],
  ["a task with a port", { kind: "task", image: "a/b:1", port: 8080 }, "port", /the key "port"/],
];

describe("config of a workload's pods", () => {
  test.each<Case>(cases)("%s", (_, workload, path, words, over: Raw | undefined = {}) => {
    const problems = problemsOf({ workloads: { api: workload }, ...over });
    expect(problems.map((problem) => problem.path)).toEqual([`workloads.api.${path}`]);
    const [{ given, allowed, mend }] = problems as [Problem];
    expect([given, allowed, mend].join("\n")).toMatch(words);
  });

  test("a right one of each kind is accepted, with everything that it can be told", () => {
    const shared = {
      variables: ["mail"],
      tmp: { "/var/cache": "128Mi" },
      files: { "/etc/app.yaml": "a: 1" },
      volumes: { data: { path: "/data", size: "50Gi", class: "shared", access: "readWriteMany" } },
      init: [beside({ name: "first" })],
      sidecars: [beside({ inherits: ["HOST", "DB_URL"], probes: { startup: { tcp: 6432 } } })],
      uses: ["db"],
      egress: [{ name: "mail", hosts: ["smtp.example.com"], ports: [587] }],
      architecture: "arm64",
      spot: "required",
      priority: "high",
      permissions: [{ resources: ["configmaps"], names: ["flags"], verbs: ["get", "watch"] }],
    };
    const workloads = {
      web: web({
        ...shared,
        ports: { grpc: 9000 },
        sessionAffinity: 600,
        spread: { apart: "required" },
      }),
      worker: worker({ ...shared, preStop: { command: ["flush"] }, probes: { liveness: { command: ["ping"] } } }),
      beat: { kind: "scheduler", image: "a/b:1", ...shared, volumes: { state: { path: "/state", size: "1Gi" } } },
      report: { kind: "cron", image: "a/b:1", schedule: "0 2 * * *", ...shared },
      backfill: { kind: "task", image: "a/b:1", ...shared },
    };
    expect(
      problemsOf({ workloads, variables: { mail: { HOST: "smtp" } }, stores: { db: { kind: "postgres" } } }),
    ).toEqual([]);
  });
});
