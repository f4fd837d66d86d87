/** What befalls Helm, the API server and secrets, on a stack with one workload. */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { parse, stringify } from "yaml";
import type { KubeApi } from "../cluster/api";
import { freePorts, waitFor } from "../cluster/process";
import { type Harness, startHarness } from "../harness";
import type { Stack } from "../stack";
import { toolPath } from "../tools/tools";
import { agree, nowhereIn, survives } from "./invariants";
import { begin, foundation } from "./running";

let harness: Harness;
let shop: Stack;
let way: Way;

/** What nobody may find in plain. */
const canary = "canary-3f9a1c77d2";
/** All that any `pulumi` has said. */
const said: string[] = [];

beforeAll(async () => {
  harness = await startHarness();
  way = await openWay(Number(new URL(harness.cluster.server).port));
  shop = await harness.stack("dev", {
    like: "none",
    config: {
      ...{ ...foundation, layer: undefined },
      ...{ chartMirror: harness.charts.folder, addons: { "kube-prometheus-stack": false, "metrics-server": false } },
      stores: { cache: { kind: "redis" }, db: { kind: "postgres", replicas: 1 } },
      workloads: {
        web: {
          ...{ kind: "web", image: "ghcr.io/example/web:1.0.0", port: 3000, health: "/", readySeconds: 20 },
          ...{ secrets: { PAYMENTS_KEY: "payments-key" }, uses: ["cache", "db"] },
        },
      },
    },
  });
  // Clusters are reached by a way that a test can close.
  const address = join(shop.folder, "cluster.json");
  writeFileSync(address, JSON.stringify({ server: `https://127.0.0.1:${way.port}`, ca: harness.cluster.ca }));
  shop.env["SLIPWAY_SIM_CLUSTER"] = address;
  // Shows the flag --event-log.
  shop.env["PULUMI_DEBUG_COMMANDS"] = "true";
});

afterAll(async () => {
  way?.close();
  await harness?.stop();
});

/** Runs `pulumi` and remembers what it said. */
async function pulumi(...args: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const result = await shop.pulumi(...args);
  said.push(result.output);
  return result;
}

const up = (...args: string[]) => pulumi("up", "--yes", "--skip-preview", ...args);

/** By the CLI, as the file also holds a secret by then. */
const setImage = (tag: string) =>
  shop.succeed("config", "set", "--path", "slipway:workloads.web.image", `ghcr.io/example/web:${tag}`);

/** Replaces all workloads but `web`, in the file, which holds a secret by then. Gives those that were there. */
function setWorkloads(others: object): object {
  const file = join(shop.folder, `Pulumi.${shop.name}.yaml`);
  const written = parse(readFileSync(file, "utf8")) as { config: Record<string, { web: object }> };
  const { web, ...before } = written.config["slipway:workloads"]!;
  written.config["slipway:workloads"] = { web, ...others };
  writeFileSync(file, stringify(written));
  return before;
}

async function served(): Promise<string> {
  const web = (await harness.cluster.api.get("/apis/apps/v1/namespaces/shop/deployments/web")) as unknown as {
    spec: { template: { spec: { containers: { image: string }[] } } };
  };
  return web.spec.template.spec.containers[0]!.image.split(":").at(-1)!;
}

test("fault 25: secrets are nowhere in plain: state, events, outputs, logs, the cluster; also after a failed up", async () => {
  await shop.succeed("config", "set", "--secret", "--path", "slipway:secretValues.payments-key", canary);
  const events = join(shop.folder, "events.json");
  expect((await pulumi("preview", "--diff")).code).toBe(0);
  // The cloud refuses the very resource that holds the secret, and says so.
  shop.faults({ kind: "fail", method: "Create", name: "shop-dev-store-cache-auth-value", times: 9 });
  const refused = await up("--event-log", events);
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain("InternalFailure");
  await noneLeaks(events);
  shop.faults();
  expect((await up("--event-log", events, "--diff")).code).toBe(0);
  await setImage("1.0.1-unready");
  const unready = await up("--event-log", events, "--diff");
  expect(unready.code).not.toBe(0);
  expect(unready.output).toMatch(/shop\/web failed.*\n\s+web(-[a-z0-9]+)+: readiness probe fails: HTTP 503/);
  await noneLeaks(events);
  await setImage("1.0.2");
  expect((await up()).code).toBe(0);
  expect(await served()).toBe("1.0.2");
}, 600_000);

test("fault 20: releases that fail say which object failed and why; without secrets", async () => {
  // Room for all of them but one.
  await harness.cluster.api.create("/api/v1/namespaces/shop/resourcequotas", {
    ...{
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "small" },
      spec: { hard: { "requests.cpu": "4" } },
    },
  });
  const image = (tag: string) => `ghcr.io/example/web:${tag}`;
  const worker = (tag: string) => ({ kind: "worker", image: image(tag), readySeconds: 20 });
  const before = setWorkloads({
    unready: { kind: "web", image: image("1-unready"), port: 8080, health: "/", readySeconds: 20 },
    crash: worker("1-crash"),
    missing: worker("1-missing"),
    greedy: { ...worker("1"), resources: { cpu: "6" } },
    schema: { ...worker("1-crash"), uses: ["db"], migrate: { command: ["migrate"] } },
  });
  const { code, output } = await up();
  expect(code).not.toBe(0);
  const pod = (name: string) => `${name}(-[a-z0-9]+)+`;
  for (const line of [
    ["unready", `${pod("unready")}: readiness probe fails: HTTP 503`],
    ["crash", `${pod("crash")}: its container is in CrashLoopBackOff`],
    ["missing", `${pod("missing")}: Failed to pull image: not found`],
    ["greedy", `${pod("greedy")}: FailedCreate: .*exceeded quota: small, requested: requests.cpu=6`],
    ["schema-migrate", `${pod("schema-migrate")}: container schema-migrate ended with exit code 1; its last lines:`],
    ["schema-migrate", 'relation "orders" does not exist'],
  ] as const) {
    expect(output).toMatch(new RegExp(`shop/${line[0]} failed\\. What the cluster says of it:(\n .*)*\n .*${line[1]}`));
  }
  expect(output).toContain("connected to postgres://***@db:5432/shop");
  expect(output).not.toContain("hunter22");
  setWorkloads(before);
  expect((await up()).code).toBe(0);
  expect(await served()).toBe("1.0.2");
}, 300_000);

test("fault 22: an API server that cannot be reached is an error, never that everything is gone", async () => {
  const before = (await shop.exported()).resources;
  way.shut();
  const { code, output } = await pulumi("refresh", "--yes", "--skip-preview");
  way.open();
  expect(code).not.toBe(0);
  expect(output).toMatch(/unreachable|connection refused/);
  expect(output).not.toMatch(/- \d+ deleted/);
  const after = (await shop.exported()).resources;
  expect(after?.map(({ urn }) => urn).sort()).toEqual(before?.map(({ urn }) => urn).sort());
  await survives(shop, { destroy: false });
}, 300_000);

test("fault 21: killed during a Helm upgrade: the pending release is found, and rolled back by the documented command", async () => {
  await setImage("1.0.3-unready");
  // As people run it: what the engine knows when it is killed is what it wrote on the way.
  shop.env["PULUMI_SKIP_CHECKPOINTS"] = "false";
  const run = begin(shop, ["up", "--yes", "--skip-preview"]);
  const helm = async (...args: string[]) => {
    const where = ["--kubeconfig", harness.cluster.kubeconfig, "--namespace", "shop"];
    return (await promisify(execFile)(toolPath("helm"), [...where, ...args])).stdout;
  };
  const status = async (): Promise<string> =>
    (JSON.parse(await helm("status", "web", "--output", "json")) as { info: { status: string } }).info.status;
  await waitFor("an upgrade under way", 60, async () => (await status()) === "pending-upgrade" || undefined);
  await run.kill();
  await shop.succeed("cancel", "--yes");
  await agree(shop, { pending: ["shop-dev-web"] });

  await setImage("1.0.4");
  const refused = await up();
  expect(refused.code).not.toBe(0);
  expect(refused.output).toMatch(/another operation .* is in progress/);
  expect(refused.output).toContain("shop-dev-web");

  // As docs/guides/troubleshooting.md has it.
  await helm("rollback", "web");
  expect(await served()).toBe("1.0.2");
  await shop.succeed("refresh", "--yes", "--skip-preview");
  await shop.up();
  expect(await served()).toBe("1.0.4");
  await survives(shop);
}, 600_000);

/** No secret is found where anybody reads. */
async function noneLeaks(events: string): Promise<void> {
  const { resources = [] } = JSON.parse(await shop.succeed("stack", "export", "--show-secrets")).deployment as {
    resources?: { type: string; outputs?: { result?: { plaintext?: string } | string } }[];
  };
  const passwords = resources
    .filter(({ type }) => type === "random:index/randomPassword:RandomPassword")
    .map(({ outputs }) => plain(outputs?.result));
  expect(passwords.length).toBeGreaterThan(0);
  const places: Record<string, string> = {
    export: await shop.succeed("stack", "export"),
    outputs: await shop.succeed("stack", "output", "--json"),
    backend: textBelow(dirname(dirname(dirname(shop.stateFile)))),
    config: readFileSync(join(shop.folder, `Pulumi.${shop.name}.yaml`), "utf8"),
    events: shownEvents(readFileSync(events, "utf8")),
    said: said.join("\n"),
    cluster: await everyObject(harness.cluster.api),
  };
  for (const [place, text] of Object.entries(places)) expect(`${place}: ${text.length > 0}`).toBe(`${place}: true`);
  const secrets = [canary, ...passwords];
  nowhereIn(places, [
    ...secrets,
    ...secrets.map((secret) => Buffer.from(secret).toString("base64").replace(/=+$/, "")),
  ]);
}

/** Pulumi's SDK writes secrets in plain into events for its own debugging, which nobody sees without `--debug`. */
function shownEvents(lines: string): string {
  return lines
    .split("\n")
    .filter((line) => !line.includes('"diagnosticEvent":{"prefix":"debug: "'))
    .join("\n");
}

/** A secret in an export with secrets: JSON in `plaintext`. */
function plain(value: { plaintext?: string } | string | undefined): string {
  const text = typeof value === "string" ? value : JSON.parse(value?.plaintext ?? '""');
  expect(text.length).toBeGreaterThan(20);
  return text;
}

function textBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => (path.endsWith(".gz") ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString("utf8"))
    .join("\n");
}

/** All objects of all kinds, and what Helm keeps of its releases: values and manifests. */
async function everyObject(api: KubeApi): Promise<string> {
  const { groups } = JSON.parse(await api.text("/apis")) as {
    groups: { preferredVersion: { groupVersion: string } }[];
  };
  const roots = ["/api/v1", ...groups.map((group) => `/apis/${group.preferredVersion.groupVersion}`)];
  const texts: string[] = [];
  for (const root of roots) {
    const { resources } = JSON.parse(await api.text(root)) as { resources: { name: string; verbs: string[] }[] };
    for (const { name, verbs } of resources) {
      if (verbs.includes("list") && !name.includes("/")) texts.push(await api.text(`${root}/${name}`));
    }
  }
  const secrets = (await api.list("/api/v1/secrets")) as unknown as { type: string; data?: { release?: string } }[];
  const releases = secrets.filter(({ type }) => type === "helm.sh/release.v1");
  expect(JSON.stringify(texts).length).toBeGreaterThan(1000);
  for (const { data } of releases) {
    const encoded = Buffer.from(data?.release ?? "", "base64").toString("utf8");
    texts.push(gunzipSync(Buffer.from(encoded, "base64")).toString("utf8"));
  }
  return texts.join("\n");
}

/** A way to a port on loopback that can be shut and opened again. */
interface Way {
  readonly port: number;
  shut(): void;
  open(): void;
  close(): void;
}

async function openWay(to: number): Promise<Way> {
  const [port] = (await freePorts(1)) as [number];
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const way: Way = {
    port,
    shut: () => {
      server?.close();
      for (const socket of sockets) socket.destroy();
      server = undefined;
    },
    open: () => {
      server = createServer((near) => {
        const far = connect(to, "127.0.0.1");
        for (const socket of [near, far]) {
          sockets.add(socket);
          socket.on("error", () => {});
          socket.on("close", () => {
            sockets.delete(socket);
            near.destroy();
            far.destroy();
          });
        }
        near.pipe(far);
        far.pipe(near);
      }).listen(port, "127.0.0.1");
    },
    close: () => way.shut(),
  };
  way.open();
  return way;
}
