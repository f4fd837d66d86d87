import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { ClusterProvider } from "../../../components/helm/cluster-provider";
import { endsOf } from "../../../components/helm/failures/last-lines";
import { Mask } from "../../../components/helm/failures/mask";
import { type ClusterEvent, type Pod, reasonsOf } from "../../../components/helm/failures/reasons";
import { chartRelease } from "../../../components/helm/release";
import { simulate } from "../../support/simulate";

const since = new Date("2026-11-21T10:00:00Z");

const warning = (
  reason: string,
  message: string,
  over: Partial<ClusterEvent["involvedObject"]> = {},
): ClusterEvent => ({
  ...{ reason, message, lastTimestamp: "2026-11-21T10:01:00Z" },
  involvedObject: { kind: "Pod", name: "web-7c9d5-x2k", fieldPath: "spec.containers{app}", ...over },
});

const reasons = (events: readonly ClusterEvent[], pods: readonly Pod[] = [], releases: readonly string[] = []) =>
  reasonsOf({ events, pods, release: "web", releases, since });

describe("reasons", () => {
  const inPod = "container app in pod web-7c9d5-x2k_shop(1a2b)";
  test.each<[string, ClusterEvent, string]>([
    [
      "a crash",
      warning("BackOff", `Back-off restarting failed ${inPod}`, { fieldPath: undefined }),
      "web-7c9d5-x2k: container app is in CrashLoopBackOff",
    ],
    [
      "an image that is not there",
      warning("BackOff", 'Back-off pulling image "ghcr.io/example/web:nope"'),
      "web-7c9d5-x2k: container app is in ImagePullBackOff",
    ],
    ["an image error", warning("Failed", "Error: ErrImagePull"), "web-7c9d5-x2k: container app is in ErrImagePull"],
    [
      "a probe that is answered",
      warning("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
      "web-7c9d5-x2k: container app: readiness probe fails: HTTP 503",
    ],
    [
      "a probe that is not answered",
      warning(
        "Unhealthy",
        'Startup probe failed: Get "http://10.0.0.1:80/": dial tcp 10.0.0.1:80: connect: connection refused',
      ),
      "web-7c9d5-x2k: container app: startup probe fails: connection refused",
    ],
    [
      "a quota",
      warning("FailedCreate", 'pods "web-7c9d5-x2k" is forbidden: exceeded quota: small, requested: pods=1', {
        ...{ kind: "ReplicaSet", name: "web-7c9d5", fieldPath: undefined },
      }),
      'web-7c9d5: FailedCreate: pods "web-7c9d5-x2k" is forbidden: exceeded quota: small, requested: pods=1',
    ],
    [
      "no node",
      warning("FailedScheduling", "0/3 nodes are available:\n  3 Insufficient cpu.", { fieldPath: undefined }),
      "web-7c9d5-x2k: FailedScheduling: 0/3 nodes are available: 3 Insufficient cpu.",
    ],
    [
      "a job",
      warning("BackoffLimitExceeded", "Job has reached the specified backoff limit", {
        kind: "Job",
        name: "web-1f2e",
        fieldPath: undefined,
      }),
      "web-1f2e: BackoffLimitExceeded: Job has reached the specified backoff limit",
    ],
  ])("%s", (_, event, line) => {
    expect(reasons([event])).toEqual([line]);
  });

  test("nothing that a container wrote is repeated: it may hold a secret", () => {
    const said = reasons([
      warning("Unhealthy", "Liveness probe failed: cannot connect to postgres with password hunter22"),
      warning("FailedPostStartHook", "PostStartHook failed: hunter22"),
      warning("Failed", "cannot pull from https://bob:hunter22@registry.example.com/web"),
    ]);
    expect(said).toEqual([
      "web-7c9d5-x2k: container app: cannot pull from https://***@registry.example.com/web",
      "web-7c9d5-x2k: container app: liveness probe fails",
      "web-7c9d5-x2k: container app failed in its start hook",
    ]);
  });

  test("pods alike are one line, and the most telling comes first", () => {
    const pods = ["a", "b", "c"].map((end) =>
      warning("Unhealthy", "Readiness probe failed: timed out", { name: `web-7c9d5-${end}` }),
    );
    expect(reasons([...pods, warning("BackOff", "Back-off restarting failed container")])).toEqual([
      "web-7c9d5-x2k: container app is in CrashLoopBackOff",
      "web-7c9d5-a: container app: readiness probe fails: timed out (and 2 more like it)",
    ]);
  });

  test("a few lines are enough", () => {
    const many = Array.from({ length: 9 }, (_, index) => warning("FailedMount", `volume ${index} is missing`));
    const said = reasons(many);
    expect(said).toHaveLength(7);
    expect(said.at(-1)).toBe("and 3 more warnings");
  });

  test.each<[string, ClusterEvent, Pod[], string[]]>([
    ["another run's", { ...warning("BackOff", "x"), lastTimestamp: "2026-11-21T09:59:59Z" }, [], []],
    ["without a time", { ...warning("BackOff", "x"), lastTimestamp: null }, [], []],
    ["another release's", warning("BackOff", "x", { name: "api-7c9d5-x2k" }), [], []],
    [
      "another release's whose name is longer",
      warning("BackOff", "x", { name: "web-admin-7c9d5-x" }),
      [],
      ["web", "web-admin"],
    ],
    [
      "about a pod that is ready by now",
      warning("Unhealthy", "x"),
      [{ metadata: { name: "web-7c9d5-x2k" }, status: { conditions: [{ type: "Ready", status: "True" }] } }],
      [],
    ],
    [
      "an autoscaler's that waits for metrics",
      warning("FailedGetResourceMetric", "x", { kind: "HorizontalPodAutoscaler", name: "web" }),
      [],
      [],
    ],
  ])("not told: %s", (_, event, pods, releases) => {
    expect(reasons([event], pods, releases)).toEqual([]);
  });
});

describe("last lines of a job", () => {
  const pod = (name: string, status: Pod["status"], over: Partial<Pod["metadata"]> = {}): Pod => ({
    metadata: {
      ...{ name, creationTimestamp: "2026-11-21T10:01:00Z" },
      ...{ ownerReferences: [{ kind: "Job", name: "web-migrate-1f2e" }], ...over },
    },
    status,
  });
  const ended = (exitCode: number, message?: string): Pod["status"] => ({
    containerStatuses: [{ name: "app", state: { terminated: { exitCode, message } } }],
  });
  const ends = (...pods: Pod[]) => endsOf({ pods, release: "web-migrate", releases: ["web", "web-migrate"], since });

  test("are told with the exit code, the last ten of them", () => {
    const message = Array.from({ length: 20 }, (_, index) => `line ${index}`).join("\n");
    expect(ends(pod("x", ended(3, message)))).toEqual([
      {
        how: "x: container app ended with exit code 3",
        lines: Array.from({ length: 10 }, (_, index) => `line ${index + 10}`),
      },
    ]);
  });

  test("of several tries, the last one's", () => {
    const second = pod("second", ended(2), { creationTimestamp: "2026-11-21T10:02:00Z" });
    expect(ends(second, pod("first", ended(1))).map(({ how }) => how)).toEqual([
      "second: container app ended with exit code 2",
    ]);
  });

  test("of a container before it, such as a backup", () => {
    const backup = { name: "backup", state: { terminated: { exitCode: 1, message: "no space" } } };
    expect(ends(pod("x", { initContainerStatuses: [backup] }))[0]!.lines).toEqual(["no space"]);
  });

  test.each<[string, Pod]>([
    ["it did its work", pod("x", ended(0, "done"))],
    ["another run's", pod("x", ended(1), { creationTimestamp: "2026-11-21T09:00:00Z" })],
    ["no job's", pod("x", ended(1), { ownerReferences: [{ kind: "ReplicaSet", name: "web-migrate-1f2e" }] })],
    ["another release's", pod("x", ended(1), { ownerReferences: [{ kind: "Job", name: "web-1f2e" }] })],
  ])("not told: %s", (_, each) => {
    expect(ends(each)).toEqual([]);
  });

  test("secrets are taken out in every form they are likely to have", () => {
    const secrets = ["p@ss word/1", "first-line\nsecond-line", "abc"].map((text) =>
      Buffer.from(text).toString("base64"),
    );
    const text = [
      ...["p@ss word/1", encodeURIComponent("p@ss word/1"), Buffer.from("p@ss word/1").toString("base64")],
      ...["second-line", "abc", "postgres://bob:other@db:5432/x"],
    ].join(" | ");
    expect(new Mask(secrets).over(text)).toBe("*** | *** | *** | *** | abc | postgres://***@db:5432/x");
  });
});

/** An API server of a few answers. */
async function serve(answers: Record<string, unknown>): Promise<{ url: string; asked: string[]; close: () => void }> {
  const asked: string[] = [];
  const server: Server = createServer(({ url = "", headers }, response) => {
    asked.push(`${headers.authorization} ${url}`);
    const found = Object.entries(answers).find(([path]) => url.startsWith(`/api/v1/namespaces/shop/${path}`));
    response.writeHead(found ? 200 : 403, { date: new Date().toUTCString() });
    response.end(JSON.stringify(found?.[1] ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close: () => server.close() };
}

const kubeconfig = (server: string, user: object) =>
  JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "k", user: "u" } }],
    clusters: [{ name: "k", cluster: { server } }],
    users: [{ name: "u", user }],
  });

describe("a release that fails", () => {
  const error = jest.spyOn(pulumi.log, "error").mockImplementation(async () => undefined);
  const now = () => new Date().toISOString();
  let folder: string;

  beforeEach(() => {
    error.mockClear();
    folder = mkdtempSync(join(tmpdir(), "slipway-failures-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  afterAll(() => error.mockRestore());

  /** Fails a release of a cluster, as the engine says it, and gives what is said of it. */
  async function fail(config: string): Promise<readonly string[]> {
    const made = await simulate(async () => {
      await sleep(0);
      const provider = new ClusterProvider("cluster", { kubeconfig: config, clusterName: "c" });
      const chart = { path: "./charts/workload" };
      const args = { chart, releaseName: "web", namespace: "shop", values: {}, timeoutSeconds: 9 };
      chartRelease("shop-dev-web", args, { provider });
      const subject = { urn: "u" as pulumi.URN, id: "" as pulumi.ID, name: "shop-dev-web", type: "t" };
      const newInputs = { name: "web", namespace: "shop" };
      const { callback } = provider.failures!.hook;
      expect(await callback({ ...subject, newInputs, failedOperation: "create", errors: ["x"] })).toBe(false);
      expect(await callback({ ...subject, oldInputs: newInputs, failedOperation: "delete", errors: ["x"] })).toBe(
        false,
      );
      for (const [, told] of error.mock.calls) {
        expect(await new Promise((resolve) => told!.urn.apply(resolve))).toBe(subject.urn);
      }
    });
    expect(made.one("Release").onError).toEqual(["cluster-failed"]);
    return error.mock.calls.map(([text]) => text);
  }

  test("says why, logged in by the kubeconfig's own command", async () => {
    const events = { items: [{ ...warning("BackOff", "Back-off restarting failed container"), lastTimestamp: now() }] };
    const server = await serve({ events, pods: { items: [] } });
    const command = join(folder, "login");
    writeFileSync(command, '#!/bin/sh\necho "{\\"status\\":{\\"token\\":\\"$1-$WHO\\"}}"\n');
    chmodSync(command, 0o755);
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command,
      args: ["t"],
      env: [{ name: "WHO", value: "me" }],
    };
    const said = await fail(kubeconfig(server.url, { exec }));
    server.close();
    expect(said).toEqual([
      "shop/web failed. What the cluster says of it:\n  web-7c9d5-x2k: container app is in CrashLoopBackOff",
    ]);
    expect(server.asked).toContain(
      "Bearer t-me /api/v1/namespaces/shop/events?fieldSelector=type%3DWarning&limit=2000",
    );
  });

  const failedJob = () => ({
    items: [
      {
        metadata: { name: "web-x", creationTimestamp: now(), ownerReferences: [{ kind: "Job", name: "web-1f2e" }] },
        status: {
          containerStatuses: [
            { name: "web", state: { terminated: { exitCode: 1, message: "cannot log in with hunter22" } } },
          ],
        },
      },
    ],
  });

  test("repeats a job's last lines without the namespace's secrets", async () => {
    const secrets = { items: [{ data: { URL: Buffer.from("hunter22").toString("base64") } }] };
    const server = await serve({ events: { items: [] }, pods: failedJob(), secrets });
    const said = await fail(kubeconfig(server.url, { token: "t" }));
    server.close();
    expect(said).toEqual([
      "shop/web failed. What the cluster says of it:\n" +
        "  web-x: container web ended with exit code 1; its last lines:\n      cannot log in with ***",
    ]);
  });

  test("repeats no line where the secrets to take out may not be read", async () => {
    const server = await serve({ events: { items: [] }, pods: failedJob() });
    const said = await fail(kubeconfig(server.url, { token: "t" }));
    server.close();
    expect(said).toEqual([expect.stringMatching(/web-x: container web ended with exit code 1$/)]);
  });

  test.each([
    ["a cluster that is not there", kubeconfig("http://127.0.0.1:9", { token: "t" })],
    ["a kubeconfig that nobody can read", "apiVersion: v1"],
    ["a kubeconfig that logs in otherwise", kubeconfig("http://127.0.0.1:9", {})],
  ])("says nothing more, and makes nothing worse: %s", async (_, config) => {
    expect(await fail(config)).toEqual([]);
  });

  test("no hook in a preview", async () => {
    const made = await simulate(
      () => {
        const provider = new ClusterProvider("cluster", { kubeconfig: "{}", clusterName: "c" });
        expect(provider.failures).toBeUndefined();
        const args = {
          chart: { path: "./charts/workload" },
          releaseName: "web",
          namespace: "shop",
          values: {},
          timeoutSeconds: 9,
        };
        chartRelease("shop-dev-web", args, { provider });
      },
      { mode: "preview" },
    );
    expect(made.one("Release").onError).toEqual([]);
  });
});
