/** The day-2 commands, as a person types them, on a stack of two workloads: real engine, real Helm, real API server. */
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { main } from "../../../ops/cli";
import { OPS_COMMANDS, STACKLESS, typedForProd } from "../../support/ops-commands";
import { waitFor } from "../cluster/process";
import { type Harness, startHarness } from "../harness";
import type { Config, Stack } from "../stack";
import { makeCertificates } from "../stores/certificates";
import { toolPath } from "../tools/tools";
import { foundation } from "./running";

let harness: Harness;
let shop: Stack;

const MAIN = join(__dirname, "../../../ops/main.cjs");
const IMAGE = "ghcr.io/example/shop";
const common: Config = {
  ...{ ...foundation, layer: undefined, secrets: undefined },
  addons: { "kube-prometheus-stack": false, "metrics-server": false, "external-secrets": false },
};

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** stdout, of a command that was asked for JSON. */
  readonly json: Record<string, unknown>;
}

/** Runs a command in the stack's folder and gives how it ended; a failing one is a result. */
const ops = (...args: string[]): Promise<Ended> => plain(...args, "-C", shop.folder);

/** One that has no folder. */
function plain(...args: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...shop.environment, NO_COLOR: "1" };
    const child = spawn(process.execPath, [MAIN, ...args], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part) => {
      out += part;
    });
    child.stderr.on("data", (part) => {
      err += part;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const json = args.includes("--json") && out.startsWith("{") ? (JSON.parse(out) as Record<string, unknown>) : {};
      resolve({ code: code ?? -1, out, err, json });
    });
  });
}

const dev = (...args: string[]) => ops(...args, "--stack", "dev");
const yes = ["--yes", "shop-dev"];
const stackFile = () => readFileSync(join(shop.folder, "Pulumi.dev.yaml"), "utf8");

async function served(workload: string): Promise<string> {
  const found = await harness.cluster.api.get(`/apis/apps/v1/namespaces/shop/deployments/${workload}`);
  const { template } = found["spec"] as { template: { spec: { containers: { image: string }[] } } };
  return template.spec.containers[0]!.image.split(":").at(-1)!;
}

beforeAll(async () => {
  harness = await startHarness();
  const patience = { readySeconds: 20, port: 3000, health: "/" };
  shop = await harness.stack("dev", {
    like: "none",
    config: {
      ...common,
      chartMirror: harness.charts.folder,
      workloads: {
        web: { kind: "web", image: `${IMAGE}-web:1.0.0`, ...patience },
        api: {
          ...{ kind: "web", image: `${IMAGE}-api:1.0.0`, ...patience },
          migrate: { command: ["./migrate"], dryRun: ["./migrate", "--plan"], rollback: ["./migrate", "--back"] },
        },
      },
    },
  });
  appendFileSync(join(shop.folder, "Pulumi.dev.yaml"), "# what people have written stays\n");
  await shop.up();
}, 300_000);

afterAll(() => harness?.stop());

describe("the wrong environment", () => {
  test.each([
    [["deploy", `${IMAGE}-web:1.0.1`, "--environment", "prod"], 3, "--environment says prod"],
    [["deploy", `${IMAGE}-web:1.0.1`, "--yes", "shop-prod"], 3, "--yes shop-prod is the name of another stack"],
    [["decommission", "web"], 3, "--yes shop-dev"],
    [["migrate", "api", "--down"], 3, "--yes shop-dev"],
    [["rollback", "api", "--schema"], 3, "--yes shop-dev"],
    [["deploy", "ghcr.io/example/other:1.0.0"], 1, "No workload runs ghcr.io/example/other"],
    [["migrate", "web"], 1, "web has no migration; there are api"],
  ])("%j is refused before anything is asked", async (args, code, words) => {
    const before = stackFile();
    const ended = await dev(...args);
    expect({ code: ended.code, err: ended.err }).toEqual({ code, err: expect.stringContaining(words) });
    expect(stackFile()).toBe(before);
  });

  test("every command refuses it, and nothing is touched", async () => {
    const calls = shop.calls.length;
    const objects = async () =>
      (await harness.cluster.api.list("/apis/apps/v1/namespaces/shop/deployments")).map(({ metadata }) => metadata);
    const before = { file: stackFile(), objects: await objects() };
    // In this process, by the same command line: each is asked before it has begun anything.
    const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    const codes: Record<string, number> = {};
    try {
      for (const [name, command] of OPS_COMMANDS.filter(([name]) => !STACKLESS.includes(name))) {
        codes[name] = await main(typedForProd(name, command, "dev", shop.folder));
      }
    } finally {
      said.mockRestore();
    }
    expect(Object.keys(codes).length).toBeGreaterThan(20);
    expect(Object.entries(codes).filter(([, code]) => code !== 3)).toEqual([]);
    expect({ file: stackFile(), objects: await objects() }).toEqual(before);
    expect(shop.calls.length).toBe(calls);
  });

  test("a stack that is not there is named with those that are", async () => {
    for (const ended of [await ops("health", "--stack", "nowhere"), await ops("env", "list", "--stack", "nowhere")]) {
      expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("Stacks here: dev") });
    }
  });
});

describe("a new version", () => {
  test("deploy rolls it out, keeps the file's comments, and touches nothing else", async () => {
    const calls = shop.calls.length;
    const tried = await dev("deploy", `${IMAGE}-web:1.0.1`, "--dry-run", "--json");
    expect(tried.json).toMatchObject({ succeeded: true, changes: [{ name: "shop-dev-web", operation: "update" }] });
    expect(await served("web")).toBe("1.0.0");
    const ended = await dev("deploy", `${IMAGE}-web:1.0.1`, "--json");
    expect({ code: ended.code, err: ended.err }).toMatchObject({ code: 0 });
    expect(ended.json).toMatchObject({
      command: "deploy",
      stack: "shop-dev",
      changes: [{ name: "shop-dev-web", operation: "update" }],
    });
    expect(await served("web")).toBe("1.0.1");
    expect(shop.changes(calls)).toEqual([]);
    expect(stackFile()).toContain(`${IMAGE}-web:1.0.1`);
    expect(stackFile()).toContain("# what people have written stays");
  });

  test("one that never becomes ready is taken back, the file too, and the reason is said", async () => {
    const before = stackFile();
    const ended = await dev("deploy", `${IMAGE}-web:1.0.2-unready`);
    expect(ended.code).toBe(2);
    expect(ended.err).toMatch(/readiness probe fails: HTTP 503/);
    expect(ended.err).toContain("web serves 1.0.1");
    expect(stackFile()).toBe(before);
    expect(await served("web")).toBe("1.0.1");
  });

  test("whose migration fails never starts; what the migration wrote last is told without its login", async () => {
    const ended = await dev("deploy", `${IMAGE}-api:1.1.0-crash`);
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('relation "orders" does not exist');
    expect(ended.err + ended.out).not.toContain("hunter22");
    expect(ended.err).toContain("api serves 1.0.0");
  });

  test("rollback brings the version before back; with nothing before it says so", async () => {
    const ended = await dev("rollback", "web");
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: "" });
    expect(ended.out).toContain("web is back at 1.0.0");
    expect(await served("web")).toBe("1.0.0");
    expect(stackFile()).toContain(`${IMAGE}-web:1.0.0`);
    const none = await dev("rollback", "api");
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining("api has run nothing but 1.0.0") });
  });
});

test("migrate: tried, run again, taken back", async () => {
  expect(await dev("migrate", "api", "--dry-run")).toMatchObject({
    code: 0,
    out: expect.stringContaining("nothing was changed"),
  });
  expect(await dev("migrate", "api")).toMatchObject({ code: 0, out: expect.stringContaining("migrated") });
  expect(await dev("migrate", "api", "--down", ...yes)).toMatchObject({
    code: 0,
    out: expect.stringContaining("taken back"),
  });
  const jobs = await harness.cluster.api.list("/apis/batch/v1/namespaces/shop/jobs");
  for (const how of ["try", "again", "down"]) {
    expect(jobs.some(({ metadata }) => metadata.name.startsWith(`api-migrate-${how}-`))).toBe(true);
  }
});

describe("looking", () => {
  /** A copy of web under another name, changed. */
  async function copy(name: string, change: (container: Record<string, unknown>) => void): Promise<void> {
    const web = await harness.cluster.api.get("/apis/apps/v1/namespaces/shop/deployments/web");
    const own = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };
    const spec = JSON.parse(JSON.stringify(web["spec"])) as {
      replicas: number;
      selector: { matchLabels: object };
      template: { metadata: { labels: object }; spec: { containers: Record<string, unknown>[] } };
    };
    spec.replicas = 1;
    spec.selector.matchLabels = own;
    spec.template.metadata.labels = { ...spec.template.metadata.labels, ...own };
    change(spec.template.spec.containers[0]!);
    const metadata = { name, namespace: "shop", labels: own };
    await harness.cluster.api.create("/apis/apps/v1/namespaces/shop/deployments", {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec,
    });
  }

  async function gone(...names: string[]): Promise<void> {
    for (const name of names) await harness.cluster.api.delete(`/apis/apps/v1/namespaces/shop/deployments/${name}`);
  }

  /** Asks until the cluster has said what is wrong. */
  const says = (object: string, problem: RegExp) =>
    waitFor(`why ${object} to say ${problem}`, 60, async () => {
      const ended = await dev("why", object, "--json");
      const findings = (ended.json["findings"] ?? []) as { problem: string; mend: string; runbook?: string }[];
      const found = findings.find((each) => problem.test(each.problem));
      if (!found) throw new Error(JSON.stringify(ended));
      expect(ended.code).toBe(2);
      return found;
    });

  test("health, and why of what is well", async () => {
    expect(await dev("health", "--wait", "30")).toMatchObject({
      code: 0,
      out: expect.stringContaining("shop-dev is well"),
    });
    const ended = await dev("why", "web");
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining("Deployment web in shop is well") });
    expect(ended.out).toMatch(/└─ ✓ ReplicaSet web-\S+ {2}\d of \d ready, 1\.0\.0\n {3}[├└]─ ✓ Pod web-/);
    expect(await dev("why", "nothing")).toMatchObject({
      code: 1,
      err: expect.stringContaining("what keeps pods there: api, web"),
    });
  });

  test("why: an image that is not there, a container that crashes, a health check, no node large enough", async () => {
    await copy("missing", (container) => {
      container["image"] = `${IMAGE}:9.9.9-missing`;
    });
    await copy("crashes", (container) => {
      container["image"] = `${IMAGE}:9.9.9-crash`;
    });
    await copy("unready", (container) => {
      container["image"] = `${IMAGE}:9.9.9-unready`;
    });
    await copy("greedy", (container) => {
      container["resources"] = { requests: { cpu: "100", memory: "64Mi" }, limits: { memory: "64Mi" } };
    });
    expect(await says("missing", /image .*9\.9\.9-missing is not in the registry/)).toMatchObject({
      runbook: "workload-image-unavailable",
    });
    await says("deploy/crashes", /container web fails: it ended with exit code 1, and was started again 3 times/);
    await says("unready", /its health check answers HTTP 503/);
    await says("greedy", /3 nodes without enough cpu.*more cpu than any node here has at all/);
    await gone("missing", "crashes", "unready", "greedy");
  });

  test("why: a quota that is used up", async () => {
    const quota = { metadata: { name: "full", namespace: "shop" }, spec: { hard: { "count/pods": "1" } } };
    await harness.cluster.api.create("/api/v1/namespaces/shop/resourcequotas", {
      apiVersion: "v1",
      kind: "ResourceQuota",
      ...quota,
    });
    await copy("waiting", () => {});
    await says("waiting", /quota full is used up: a new pod asks for count\/pods=1/);
    await harness.cluster.api.delete("/api/v1/namespaces/shop/resourcequotas/full");
    await gone("waiting");
  });

  test("logs of a node whose kubelet does not answer: each pod is named, with the reason", async () => {
    const ended = await dev("logs", "web", "--tail", "5");
    expect(ended.code).toBe(2);
    expect(ended.out).toMatch(/pods could not be read\n {2}web-\S+: .+/);
    expect(await dev("logs", "web", "--since", "soon")).toMatchObject({
      code: 1,
      err: expect.stringContaining("write it like 90s"),
    });
  });

  test("logs of a pod: what its node's kubelet has of it", async () => {
    const pods = await harness.cluster.api.list("/api/v1/namespaces/shop/pods");
    const pod = pods.find(({ metadata }) => metadata.name.startsWith("api-") && !metadata.name.includes("migrate"))!;
    const { nodeName } = pod["spec"] as { nodeName: string };
    const folder = join(shop.folder, "kubelet");
    mkdirSync(folder);
    const { certificate, key } = makeCertificates(folder);
    const asked: string[] = [];
    const kubelet = createSecureServer(
      { cert: readFileSync(certificate), key: readFileSync(key) },
      (request, response) => {
        asked.push(request.url ?? "");
        response.end("started\nready\n");
      },
    );
    await new Promise<void>((resolve) => kubelet.listen(0, "127.0.0.1", resolve));
    const status = {
      addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
      daemonEndpoints: { kubeletEndpoint: { Port: (kubelet.address() as AddressInfo).port } },
    };
    await harness.cluster.api.patch(`/api/v1/nodes/${nodeName}/status`, { status });
    const ended = await dev("logs", "api", "--tail", "5");
    kubelet.close();
    expect({ asked, out: ended.out, code: ended.code }).toMatchObject({
      asked: expect.arrayContaining([expect.stringMatching(/^\/containerLogs\/shop\/api-[^/]+\/api\?.*tailLines=5/)]),
      out: expect.stringMatching(/api-\S+ {2}started\n.*api-\S+ {2}ready/s),
      code: 0,
    });
  });

  test("tags are set, shown and taken away, and a deploy leaves them", async () => {
    expect((await dev("tag", "web", "colour=blue", "--json")).json).toMatchObject({ tags: { colour: "blue" } });
    expect((await dev("deploy", `${IMAGE}-web:1.0.3`)).code).toBe(0);
    expect(await dev("tag", "web")).toMatchObject({ code: 0, out: expect.stringContaining("colour=blue") });
    expect((await dev("tag", "web", "colour-", "--json")).json).toMatchObject({ tags: {} });
    expect((await dev("tag", "web", "colour=no way")).code).toBe(1);
  });

  test("smoke and watch: what answers well is told from what does not", async () => {
    let status = 200;
    let errors = "0.001";
    const server = createServer((request, response) => {
      const query = new URL(request.url ?? "/", "http://x").searchParams.get("query") ?? "";
      const result = /errors:ratio5m/.test(query)
        ? [{ metric: { namespace: "shop", workload: "web" }, value: [0, errors] }]
        : [];
      response.statusCode = query ? 200 : status;
      response.end(JSON.stringify({ status: "success", data: { result } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // A stack that was never made: its names are all that is asked for.
    writeFileSync(
      join(shop.folder, "Pulumi.names.yaml"),
      "config:\n  slipway:app: shop\n  slipway:environment: dev\n  slipway:workloads:\n    web: { kind: web, image: a:1, health: /h, hosts: [a.example.com] }\n",
    );
    const smoke = () => ops("smoke", "--stack", "names", "--via", at, "--tries", "1");
    expect(await smoke()).toMatchObject({
      code: 0,
      out: expect.stringContaining("✓ https://a.example.com/h HTTP 200"),
    });
    status = 503;
    expect(await smoke()).toMatchObject({ code: 2, out: expect.stringContaining("a.example.com HTTP 503") });
    expect(await ops("smoke", "nothing", "--stack", "names", "--via", at)).toMatchObject({ code: 1 });
    const watch = () => dev("watch", "web", "--prometheus", at, "--for", "0.05", "--every", "1");
    expect(await watch()).toMatchObject({ code: 0, out: expect.stringContaining("kept within the limits") });
    errors = "0.2";
    expect(await watch()).toMatchObject({ code: 2, out: expect.stringContaining("errors 20%, and 1% is the limit") });
    server.close();
    expect(await dev("watch", "web", "--prometheus", at, "--for", "0.05")).toMatchObject({
      code: 1,
      err: expect.stringContaining("does not answer"),
    });
  });

  test("drift: none, then what somebody has changed, by its property", async () => {
    expect(await dev("drift")).toMatchObject({ code: 0, out: expect.stringContaining("is as it was made") });
    shop.change((instances) =>
      instances.map((instance) => {
        if (instance.type !== "aws:ec2/vpc:Vpc") return instance;
        const tags = { ...(instance.inputs["tags"] as object), Owner: "somebody-else" };
        return { ...instance, inputs: { ...instance.inputs, tags }, outputs: { ...instance.outputs, tags } };
      }),
    );
    const ended = await dev("drift", "--json");
    expect(ended.code).toBe(2);
    expect(ended.json).toMatchObject({ drifted: [{ type: "aws:ec2/vpc:Vpc", operation: "update" }] });
    expect(JSON.stringify(ended.json["drifted"])).toContain("tags");
  });
});

describe("judging, and what needs more than a stack", () => {
  test("status: one page, and what could not be read is said", async () => {
    const ended = await dev("status", "--json");
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 2, err: "" });
    expect(ended.json).toMatchObject({ project: "shop", stack: "dev", pending: 0 });
    expect(ended.out).toContain('"web"');
    expect(await ops("status", "--stack", "nowhere")).toMatchObject({ code: 1 });
  });

  test("audit: the state, by the policies of the previews", async () => {
    const ended = await dev("audit", "--json");
    expect([0, 2]).toContain(ended.code);
    const { findings, resources } = ended.json as { findings: { level: string; rule: string }[]; resources: number };
    expect(resources).toBeGreaterThan(20);
    expect(ended.code).toBe(findings.some(({ level }) => level === "mandatory") ? 2 : 0);
    expect(await dev("audit", "--file", join(shop.folder, "none.json"))).toMatchObject({ code: 1 });
  });

  test("policies and completion need no stack", async () => {
    expect(await plain("policies", "--pack", "identity")).toMatchObject({
      code: 0,
      out: expect.stringContaining("identity"),
    });
    expect(await plain("policies", "--pack", "nothing")).toMatchObject({ code: 1 });
    expect(await plain("completion", "bash")).toMatchObject({ code: 0, out: expect.stringContaining("_slipway_ops") });
    expect(await plain("completion", "fish")).toMatchObject({ code: 1, err: expect.stringContaining("bash and zsh") });
  });

  test("alert-test: what Alertmanager takes, and one that is not there", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const sent = [{ receivers: [{ name: "mail" }], status: { silencedBy: [], inhibitedBy: [] } }];
      response.end(JSON.stringify(request.method === "GET" ? sent : {}));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sent = await plain("alert-test", "--url", at, "--severity", "info");
    server.close();
    expect({ code: sent.code, err: sent.err, out: sent.out, asked }).toMatchObject({
      ...{ code: 0, err: "", out: expect.stringContaining("goes to mail") },
      asked: expect.arrayContaining(["POST /api/v2/alerts"]),
    });
    expect(await plain("alert-test", "--url", "http://127.0.0.1:9")).toMatchObject({
      code: 1,
      err: expect.stringContaining("does not answer"),
    });
  });

  test("bootstrap: without the cloud's CLI, and with one of another account", async () => {
    const tools = join(shop.folder, "tools");
    const repository = ["--repository", "acme/shop", "--dry-run"];
    mkdirSync(tools);
    shop.env["PATH"] = tools;
    try {
      const none = await dev("bootstrap", ...repository);
      expect({ code: none.code, err: none.err }).toEqual({ code: 1, err: expect.stringContaining("aws") });
      for (const [name, says] of [
        ["aws", '{"Account":"999999999999","Arn":"arn:aws:iam::999999999999:user/jo"}'],
        ["git", "git version 2"],
      ] as const) {
        writeFileSync(join(tools, name), `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
      }
      expect(await dev("bootstrap", ...repository)).toMatchObject({
        code: 3,
        err: expect.stringContaining("are for the account 999999999999"),
      });
    } finally {
      delete shop.env["PATH"];
    }
  });

  test("failover to a stack that is no half of a pair, or of another environment", async () => {
    expect(await ops("failover", "--to", "dev")).toMatchObject({ code: 1, err: expect.stringContaining("standby") });
    expect(await ops("failover", "--to", "dev", "--environment", "prod")).toMatchObject({ code: 3 });
  });

  test("backup, restore and drill of a stack that backs nothing up say what is missing", async () => {
    for (const ended of [await dev("backup", "db"), await dev("restore", "db"), await dev("drill", "db")]) {
      expect(ended).toMatchObject({ code: 1, err: expect.stringContaining("backs nothing up by jobs") });
    }
  });
});

test("promote carries what runs well to the next environment, and never back", async () => {
  const store = await harness.stack("staging", {
    like: "none",
    config: {
      ...{
        ...common,
        chartMirror: harness.charts.folder,
        app: "store",
        environment: "staging",
        account: "222222222222",
      },
      workloads: { web: { kind: "web", image: `${IMAGE}-web:0.9.0`, readySeconds: 20, port: 3000, health: "/" } },
    },
  });
  // Two stacks share a cluster here, which has one class of disks.
  await harness.cluster.api.delete("/apis/storage.k8s.io/v1/storageclasses/gp3");
  await store.up();
  writeFileSync(join(shop.folder, "Pulumi.staging.yaml"), readFileSync(join(store.folder, "Pulumi.staging.yaml")));
  // The account that the second stack's credentials are for; the first one's cluster is reached by a way of its own.
  Object.assign(shop.env, store.environment);
  try {
    const from = ["--from", "dev", "--from-kubeconfig", harness.cluster.kubeconfig, "--stack", "staging"];
    const running = `${IMAGE}-web:${await served("web")}`;
    const ended = await ops("promote", ...from, "--json");
    expect({ code: ended.code, err: ended.code === 0 ? "" : ended.err }).toEqual({ code: 0, err: "" });
    expect(ended.json).toMatchObject({ stack: "store-staging", images: { web: running } });
    expect(await ops("promote", ...from)).toMatchObject({ code: 0, out: expect.stringContaining("nothing to do") });
    const back = await ops("promote", "--from", "staging", "--stack", "dev");
    expect(back).toMatchObject({ code: 3, err: expect.stringContaining("From staging to dev nothing is promoted") });
  } finally {
    for (const key of Object.keys(store.environment)) delete shop.env[key];
  }
}, 300_000);

test("gitops write: of a stack that releases its workloads itself, and of one that was never made", async () => {
  expect(await dev("gitops", "write")).toMatchObject({ code: 1, err: expect.stringContaining("slipway:gitops") });
  const { config, ...rest } = parse(stackFile()) as { config: object };
  const gitops = { repository: "https://github.com/acme/platform.git" };
  const file = join(shop.folder, "Pulumi.argo.yaml");
  writeFileSync(file, stringify({ ...rest, config: { ...config, "slipway:gitops": gitops } }));
  expect(await ops("gitops", "write", "--stack", "argo")).toMatchObject({
    code: 1,
    err: expect.stringContaining("argo"),
  });
  rmSync(file);
});

describe("environments on demand", () => {
  const shares = ["--stack", "dev"];
  const namespace = (name: string) => harness.cluster.api.find(`/api/v1/namespaces/${name}`);
  const deployments = async (name: string) => {
    const found = await harness.cluster.api.list(`/apis/apps/v1/namespaces/${name}/deployments`);
    return found.map(({ metadata }) => metadata.name).sort();
  };
  const due = (name: string) =>
    harness.cluster.api.patch(`/api/v1/namespaces/shop/configmaps/environment-${name}`, {
      data: { until: new Date(Date.now() - 1000).toISOString() },
    });
  let before: string;

  beforeAll(() => {
    // In an environment the store is a pod of its own, so the stack that it shares with need not have made one.
    before = stackFile();
    const { config, ...rest } = parse(before) as { config: Record<string, unknown> };
    const { web } = config["slipway:workloads"] as Record<string, object>;
    const addons = { "kube-prometheus-stack": false, "metrics-server": false };
    const own = {
      "slipway:stores": { db: { kind: "postgres" } },
      "slipway:workloads": { web: { ...web, uses: ["db"] } },
    };
    writeFileSync(
      join(shop.folder, "Pulumi.dev.yaml"),
      stringify({ ...rest, config: { ...config, ...own, "slipway:addons": addons } }),
    );
  });
  afterAll(() => writeFileSync(join(shop.folder, "Pulumi.dev.yaml"), before));

  test("one is made beside the stack, in a namespace of its own, and nothing else is touched", async () => {
    const [calls, runs] = [shop.calls.length, await served("web")];
    const ended = await ops(
      "env",
      "create",
      "pr-123",
      "--ttl",
      "48h",
      "--image",
      `${IMAGE}-web:1.0.5`,
      "--json",
      ...shares,
    );
    expect({ code: ended.code, err: ended.code === 0 ? "" : ended.err }).toEqual({ code: 0, err: "" });
    expect(ended.json).toMatchObject({ command: "env create", environment: "pr-123", namespace: "shop-pr-123" });
    expect(await deployments("shop-pr-123")).toEqual(["scratch-db", "web"]);
    expect(await served("web")).toBe(runs);
    // Its database has a password, which no cloud is asked for.
    expect(shop.changes(calls).filter(({ provider }) => provider !== "random")).toEqual([]);
    const web = await harness.cluster.api.get("/apis/apps/v1/namespaces/shop-pr-123/deployments/web");
    expect(JSON.stringify(web)).toContain("scratch-db.shop-pr-123.svc.cluster.local");
    expect(JSON.stringify(web)).toContain(`${IMAGE}-web:1.0.5`);
    expect(await ops("health", "--wait", "30", "--stack", "pr-123")).toMatchObject({ code: 0 });
  });

  test("another image through its layer is one release, whoever runs up: no other resource, and nothing of the cloud", async () => {
    const calls = shop.calls.length;
    const file = join(shop.folder, "Pulumi.pr-123.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(`${IMAGE}-web:1.0.5`, `${IMAGE}-web:1.0.7`));
    const said = await shop.up("--stack", "pr-123", "--diff");
    expect(said).toMatch(/~ 1 updated\s+\d+ unchanged/);
    expect(said).not.toMatch(/[+-] \d+ (created|deleted|replaced)/);
    expect(said).toMatch(/::shop-pr-123-web\]/);
    expect(shop.changes(calls)).toEqual([]);
    expect(await served("web")).not.toBe("1.0.7");
  });

  test("other stacks' names are refused, whether or not they have a file", async () => {
    await shop.succeed("stack", "init", "lonely");
    writeFileSync(join(shop.folder, "Pulumi.kept.yaml"), "config:\n  slipway:app: shop\n");
    for (const name of ["kept", "lonely", "dev"]) {
      expect(await ops("env", "create", name, ...shares)).toMatchObject({
        code: 3,
        err: expect.stringMatching(/no environment|of its own/),
      });
    }
    expect(await ops("env", "create", "pr-8", ...shares, "--environment", "prod")).toMatchObject({ code: 3 });
  });

  test("one that fails is found and reaped by whoever has no file of it; one with time left stays", async () => {
    const failed = await ops("env", "create", "pr-7", "--image", `${IMAGE}-web:1.0.6-unready`, ...shares);
    expect(failed.code).toBe(2);
    expect(failed.err).toMatch(/readiness probe fails[\s\S]*shop-pr-7 is half made, and goes at/);
    rmSync(join(shop.folder, "Pulumi.pr-7.yaml"));
    expect((await ops("env", "reap", "--dry-run", "--json", ...shares)).json).toMatchObject({ due: [] });
    await due("pr-7");
    const reaped = await ops("env", "reap", "--json", ...shares, ...yes);
    expect({ code: reaped.code, err: reaped.code === 0 ? "" : reaped.err }).toEqual({ code: 0, err: "" });
    expect(reaped.json).toMatchObject({ gone: ["pr-7"], failed: [] });
    const { environments } = (await ops("env", "list", "--json", ...shares)).json as {
      environments: { stack: string }[];
    };
    expect(environments.map(({ stack }) => stack)).toEqual(["pr-123"]);
    expect(await deployments("shop-pr-7")).toEqual([]);
  });

  test("destroy takes all of it: objects, stack, file and entry", async () => {
    expect(await ops("env", "destroy", "pr-9", ...shares, "--yes", "shop-pr-9")).toMatchObject({
      code: 1,
      err: expect.stringContaining('no environment "pr-9"; there are pr-123'),
    });
    const ended = await ops("env", "destroy", "pr-123", ...shares, "--yes", "shop-pr-123");
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: "" });
    await waitFor("the namespace to go", 30, async () => {
      if (await namespace("shop-pr-123")) throw new Error("it is still there");
      return true;
    });
    expect(await shop.succeed("stack", "ls", "--json")).not.toContain("pr-");
    expect(readdirSync(shop.folder).filter((name) => name.includes("pr-"))).toEqual([]);
    expect(await ops("env", "list", ...shares)).toMatchObject({ out: expect.stringContaining("with none") });
  });
});

test("decommission: no pods, out of the config, all of it gone; the rest stays", async () => {
  const before = stackFile();
  const tried = await dev("decommission", "web", "--dry-run");
  expect({ code: tried.code, err: tried.err }).toEqual({ code: 0, err: "" });
  expect(stackFile()).toBe(before);
  const ended = await dev("decommission", "web", "--grace", "0", ...yes);
  expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: "" });
  expect(await harness.cluster.api.find("/apis/apps/v1/namespaces/shop/deployments/web")).toBeUndefined();
  expect(await served("api")).toBe("1.0.0");
  expect(stackFile()).not.toContain("web:");
  expect(await dev("decommission", "api", ...yes)).toMatchObject({
    code: 1,
    err: expect.stringContaining("the only workload"),
  });
  const { resources = [] } = await shop.exported();
  expect(resources.filter(({ urn }) => urn.endsWith("::shop-dev-web"))).toEqual([]);
});

test("gitops write: the values that were released, once Argo CD has them; a change is found before it is written", async () => {
  const { config, ...rest } = parse(stackFile()) as { config: Record<string, unknown> };
  const gitops = { repository: "https://github.com/acme/platform.git" };
  const write = (image: string) => {
    const { api } = config["slipway:workloads"] as { api: object };
    const own = { "slipway:gitops": gitops, "slipway:workloads": { api: { ...api, image } } };
    writeFileSync(join(shop.folder, "Pulumi.dev.yaml"), stringify({ ...rest, config: { ...config, ...own } }));
  };
  write(`${IMAGE}-api:1.2.0`);
  await shop.up("--stack", "dev");
  const to = join(shop.folder, "deployments");
  expect(await dev("gitops", "write", to)).toMatchObject({ code: 0, out: expect.stringContaining("files written") });
  const values = parse(readFileSync(join(to, "gitops/dev/api/values.yaml"), "utf8")) as { image: { tag: string } };
  expect(values.image.tag).toBe("1.2.0");
  const rendered = spawnSync(
    toolPath("helm"),
    [
      "template",
      "api",
      join(__dirname, "../../../charts/workload"),
      "--values",
      join(to, "gitops/dev/api/values.yaml"),
    ],
    { encoding: "utf8" },
  );
  expect(rendered.stdout).toContain(`${IMAGE}-api:1.2.0`);
  expect(await dev("gitops", "write", to, "--check")).toMatchObject({ code: 0 });
  write(`${IMAGE}-api:1.3.0`);
  await shop.up("--stack", "dev");
  expect(await dev("gitops", "write", to, "--check")).toMatchObject({
    code: 2,
    out: expect.stringContaining("write them anew"),
  });
});
