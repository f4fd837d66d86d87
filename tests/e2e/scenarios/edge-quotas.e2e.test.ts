/**
 * Limits that all pods of the gateway count together: two real Envoys, the real service that counts, configured by Envoy
 * Gateway's own code, and a real Redis by TLS.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { envoyGateway } from "../../../components/addons/envoy-gateway";
import { contextOf } from "../../components/addons/context";
import { freePorts, type HostProcess } from "../cluster/process";
import { type Backend, httpBackend } from "../edge/backends";
import { type Answer, atOnce, type Client, clientOf } from "../edge/client";
import { type CounterPod, counterPod, startCounter, startTlsRedis } from "../edge/counter";
import { type RunningGateway, startGateway } from "../edge/gateway";

const HOST = "api.example.com";
const PASSWORD = "not-a-secret-of-anybody";
const config = {
  ...{ environment: "prod", acmeEmail: "ops@example.com" },
  stores: { cache: { kind: "redis" } },
  edge: { quotas: { store: "cache" } },
  workloads: {
    api: {
      ...{ kind: "web", image: "ghcr.io/example/web:1.0.0", port: 8080, health: "/health", hosts: [HOST] },
      ingress: {
        limits: {
          anonymous: { perHour: 100, clients: "anonymous", paths: ["/v1"] },
          authenticated: { perHour: 1000, clients: "authenticated", paths: ["/v1"] },
        },
      },
    },
  },
};

let folder: string;
let backend: Backend;
let gateway: RunningGateway;
let redis: Awaited<ReturnType<typeof startTlsRedis>>;
let counter: HostProcess;
let pod: CounterPod;
let clients: Client[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "slipway-quotas-"));
  const [port] = (await freePorts(1)) as [number];
  backend = await httpBackend("api");
  const quotas = { address: "cache.example.com:6379", port: 6379, secretId: "cache" };
  const values = envoyGateway.releases[0]!.values(contextOf("prod", { quotas }));
  const { envoyGateway: asked } = values["config"] as { envoyGateway: object };
  [gateway, redis, pod] = await Promise.all([
    startGateway({ ...{ folder, config, pods: 2, counter: port }, backends: { api: { stable: backend } } }),
    startTlsRedis(folder, PASSWORD),
    counterPod(folder, asked),
  ]);
  const { objects } = gateway;
  counter = await startCounter({ ...{ folder, port, objects, pod }, redis: { ...redis, password: PASSWORD } });
  clients = gateway.pods.map(({ https }) => clientOf(https, gateway.ca));
});

afterAll(async () => {
  for (const client of clients ?? []) client.close();
  await Promise.all([gateway?.stop(), counter?.stop(), backend?.stop()]);
  await redis?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Windows begin with the hour: a test does not run into the next. */
beforeEach(async () => {
  const left = 3_600_000 - (Date.now() % 3_600_000);
  if (left < 30_000) await new Promise((resolve) => setTimeout(resolve, left + 500));
});

/** So many requests, to the pods in turn. */
async function asked(times: number, headers: Record<string, string> = {}): Promise<Answer[]> {
  const answers: Answer[] = [];
  await atOnce(times, 16, async (index) => {
    answers.push(await clients[index % clients.length]!.ask({ host: HOST, path: "/v1/orders", headers }));
  });
  return answers;
}
const count = (answers: readonly Answer[], status: number) => answers.filter((each) => each.status === status).length;
const login = (name: string) => ({ authorization: `Bearer ${name}` });

test("the translator takes every object as it is", () => expect(gateway.refused).toEqual([]));

test("the pod that counts is one that the API server takes: each mount has its volume, and it may do nothing", () => {
  const [{ volumeMounts, securityContext, env }] = pod.containers;
  const volumes = pod.volumes.map(({ name }) => name);
  for (const { name } of volumeMounts) expect(volumes).toContain(name);
  expect(securityContext).toMatchObject({ runAsNonRoot: true, allowPrivilegeEscalation: false });
  expect(env).toContainEqual({ name: "REDIS_TLS", value: "true" });
  expect(env.find(({ name }) => name === "REDIS_AUTH")?.valueFrom).toBeDefined();
});

test("100 an hour for an address without a login, over both pods, and then 429 with Retry-After", async () => {
  const answers = await asked(120);
  expect([count(answers, 200), count(answers, 429)]).toEqual([100, 20]);
  const late = answers.find(({ status }) => status === 429);
  const seconds = Number(late?.headers["retry-after"]);
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(3600);
  expect(late?.headers["x-frame-options"]).toBe("DENY");
});

test("1,000 an hour for a login, whatever its address has used up; another login has its own", async () => {
  const answers = await asked(1030, login("one"));
  expect([count(answers, 200), count(answers, 429)]).toEqual([1000, 30]);
  expect(count(await asked(4, login("two")), 200)).toBe(4);
});

test("what is in the Redis ends by itself", () => {
  const keys = redis.ask("KEYS", "*").split("\n");
  expect(keys.length).toBeGreaterThanOrEqual(3);
  for (const key of keys) expect(Number(redis.ask("TTL", key))).toBeGreaterThan(0);
});

test("without the Redis, and without what counts, requests are let through", async () => {
  await redis.stop();
  expect(count(await asked(4), 200)).toBe(4);
  await counter.stop();
  expect(count(await asked(4), 200)).toBe(4);
});
