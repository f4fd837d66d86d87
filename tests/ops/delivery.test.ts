/** What the delivery commands decide before they touch anything, and what they tell Kubernetes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { main } from "../../ops/cli";
import type { Clock } from "../../ops/clock";
import { history, type Revision } from "../../ops/cluster/releases";
import { guard } from "../../ops/command";
import { completion } from "../../ops/completion";
import { chosen } from "../../ops/deliver/rollback";
import { opsProgram } from "../../ops/program";
import { imageText, parseImage, versionText, workloadsFor } from "../../ops/stack/images";
import { readStackConfig } from "../../ops/stack/stack-file";
import { promotion, trafficOf } from "../../ops/traffic/rollout";

const DIGEST = `sha256:${"a1".repeat(32)}`;
const folder = mkdtempSync(join(tmpdir(), "slipway-delivery-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILE = `# who looks after it: team-shop
config:
  slipway:app: shop
  slipway:environment: prod # careful
  slipway:workloads:
    web: { kind: web, image: "ghcr.io/acme/web:1.0.0", hosts: [shop.example.com], rollout: { strategy: canary } }
    api:
      kind: web
      image: ghcr.io/acme/api:2.0.0 # by hand
      commit: { id: abcdef1, madeAt: "2026-11-01T10:00:00Z" }
    jobs: { kind: worker, image: "ghcr.io/acme/api:2.0.0" }
`;
const stackFile = join(folder, "Pulumi.prod.yaml");
beforeEach(() => {
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
  writeFileSync(stackFile, FILE);
});

describe("images", () => {
  test.each([
    ["ghcr.io/acme/api:1.2.3", { repository: "ghcr.io/acme/api", tag: "1.2.3" }],
    ["registry:5000/api:1", { repository: "registry:5000/api", tag: "1" }],
    [`nginx@${DIGEST}`, { repository: "nginx", digest: DIGEST }],
    [`ghcr.io/a/b:1@${DIGEST}`, { repository: "ghcr.io/a/b", tag: "1", digest: DIGEST }],
  ])("%s", (text, parts) => {
    expect(parseImage(text)).toEqual(parts);
    expect(imageText(parseImage(text))).toBe(text);
  });

  test.each([
    ["ghcr.io/acme/api", /names no version/],
    ["ghcr.io/acme/api:", /is no image/],
    ["not an image", /is no image/],
    ["a@sha256:12", /is no image/],
  ])("%s is refused", (text, words) => {
    expect(() => parseImage(text)).toThrow(words);
  });

  test("versions are short enough to read", () => {
    expect(versionText("registry:5000/a/api:1.2.3")).toBe("1.2.3");
    expect(versionText(`ghcr.io/a/b:1@${DIGEST}`)).toBe("1@a1a1a1a1a1a1");
  });

  test("go to every workload that runs them, or to those that are named", () => {
    const { workloads } = readStackConfig(folder, "prod");
    expect(workloadsFor(parseImage("ghcr.io/acme/api:3"), workloads)).toEqual(["api", "jobs"]);
    expect(workloadsFor(parseImage("ghcr.io/acme/api:3"), workloads, ["api"])).toEqual(["api"]);
    expect(() => workloadsFor(parseImage("ghcr.io/acme/other:3"), workloads)).toThrow(
      /No workload runs ghcr\.io\/acme\/other.*web \(ghcr\.io\/acme\/web\)/,
    );
    expect(() => workloadsFor(parseImage("ghcr.io/acme/api:3"), workloads, ["apy"])).toThrow(
      /no workload "apy".*web, api, jobs/,
    );
  });
});

describe("the stack's file", () => {
  test("keeps its comments, forgets an old commit, and is put back byte by byte", () => {
    const config = readStackConfig(folder, "prod");
    expect(config).toMatchObject({ name: "shop-prod", environment: "prod", namespace: "shop", project: "shop" });
    const putBack = config.setImages({ api: "ghcr.io/acme/api:2.1.0" });
    const changed = readFileSync(stackFile, "utf8");
    expect(changed).toContain("image: ghcr.io/acme/api:2.1.0 # by hand");
    expect(changed).toContain("# who looks after it: team-shop");
    expect(changed).not.toContain("abcdef1");
    putBack();
    expect(readFileSync(stackFile, "utf8")).toBe(FILE);
  });

  test("takes a commit, and loses a workload", () => {
    const config = readStackConfig(folder, "prod");
    config.setImages({ web: "ghcr.io/acme/web:2" }, { id: "1234567", madeAt: "2026-11-21T10:00:00Z" });
    expect(readStackConfig(folder, "prod").workloads["web"]).toMatchObject({
      image: "ghcr.io/acme/web:2",
      commit: { id: "1234567" },
    });
    config.removeWorkload("jobs");
    expect(Object.keys(readStackConfig(folder, "prod").workloads)).toEqual(["web", "api"]);
  });
});

describe("consent", () => {
  const config = (environment: string) => ({
    ...readStackConfig(folder, "prod"),
    environment,
    name: `shop-${environment}`,
  });

  test.each([
    ["dev", "reads", {}, undefined],
    ["dev", "changes", {}, undefined],
    ["staging", "changes", {}, undefined],
    ["prod", "changes", {}, /This changes prod.*--yes shop-prod/],
    ["prod", "changes", { yes: "shop-prod" }, undefined],
    ["dev", "destroys", {}, /takes something away.*--yes shop-dev/],
    ["dev", "destroys", { yes: "shop-dev" }, undefined],
    ["dev", "destroys", { yes: "shop-prod" }, /name of another stack/],
    ["prod", "reads", { environment: "dev" }, /is of the environment prod, and --environment says dev/],
    ["prod", "reads", { environment: "prod" }, undefined],
  ] as const)("%s, what %s, with %j", (environment, effect, flags, refused) => {
    const ask = () => guard(config(environment), flags, effect);
    if (refused) expect(ask).toThrow(refused);
    else expect(ask).not.toThrow();
  });
});

describe("Helm's history", () => {
  const secret = (version: number, status: string, tag: string) => {
    const release = {
      version,
      info: { status },
      config: { image: { repository: "ghcr.io/acme/api", tag } },
      hooks: [{ manifest: "kind: Job" }],
    };
    const packed = gzipSync(JSON.stringify(release)).toString("base64");
    return { metadata: { name: `v${version}` }, data: { release: Buffer.from(packed).toString("base64") } };
  };

  test("is read as Helm packs it, the newest first", async () => {
    const ask = async () => ({
      items: [secret(1, "superseded", "1"), secret(3, "deployed", "3"), secret(2, "failed", "2")],
    });
    const found = await history(ask, "shop", "api");
    expect(found.map(({ revision, status, image }) => `${revision} ${status} ${image}`)).toEqual([
      "3 deployed ghcr.io/acme/api:3",
      "2 failed ghcr.io/acme/api:2",
      "1 superseded ghcr.io/acme/api:1",
    ]);
    expect(found[0]!.hooks).toEqual(["kind: Job"]);
  });

  const revision = (number: number, status: string, tag: string): Revision => ({
    ...{ revision: number, status, updated: "", description: "", hooks: [] },
    image: `ghcr.io/acme/api:${tag}`,
  });
  const all = [
    revision(5, "deployed", "3"),
    revision(4, "superseded", "3"),
    revision(3, "failed", "2b"),
    revision(2, "superseded", "2"),
    revision(1, "superseded", "1"),
  ];

  test.each([
    ["the last that ran another image", all, "3", undefined, 2],
    ["one by its number", all, "3", "1", 1],
    ["what serves, where the config is ahead of it", [revision(1, "deployed", "1")], "2", undefined, 1],
  ])("%s is gone back to", (_what, revisions, now, to, expected) => {
    expect(chosen(revisions, "api", `ghcr.io/acme/api:${now}`, to).revision).toBe(expected);
  });

  test.each([
    ["a revision that failed", all, "3", /no revision 3 that went well; Helm remembers 5 \(3\), 4 \(3\), 2 \(2\)/],
    ["nothing before", [revision(1, "deployed", "1")], undefined, /has run nothing but 1/],
  ])("%s is not", (_what, revisions, to, words) => {
    expect(() => chosen(revisions, "api", revisions[0]!.image!, to)).toThrow(words);
  });
});

describe("traffic", () => {
  const rollout = (status: object, spec: object = {}) => ({
    metadata: { name: "web", generation: 4 },
    spec: {
      strategy: {
        canary: { steps: [{ setWeight: 5 }, { pause: {} }, { setWeight: 50 }], canaryService: "web-preview" },
      },
      template: { spec: { containers: [{ name: "web", image: "a:2" }] } },
      ...spec,
    },
    status: { phase: "Paused", observedGeneration: "4", ...status },
  });
  const route = {
    spec: {
      rules: [
        {
          backendRefs: [
            { name: "web", weight: 95 },
            { name: "web-preview", weight: 5 },
          ],
        },
      ],
    },
  };

  test("is read from the route, and what is waited for from the rollout", async () => {
    const ask = async (path: string) =>
      path.includes("httproutes")
        ? route
        : rollout({ currentStepIndex: 1, pauseConditions: [{ reason: "CanaryPauseStep" }] });
    expect(await trafficOf(ask, "shop", "web")).toMatchObject({
      newPercent: 5,
      stablePercent: 95,
      step: 2,
      steps: 3,
      waitsForPerson: true,
      current: true,
    });
    expect(await trafficOf(async () => undefined, "shop", "web")).toBeUndefined();
  });

  test.each([
    [
      "out of a pause",
      rollout({ currentStepIndex: 1, pauseConditions: [{}] }),
      false,
      { status: { pauseConditions: null } },
    ],
    [
      "past a step that measures",
      rollout({ currentStepIndex: 0 }),
      false,
      { status: { pauseConditions: null, currentStepIndex: 1 } },
    ],
    ["to the end", rollout({}), true, { status: { promoteFull: true } }],
    [
      "where it was stopped by hand",
      rollout({ pauseConditions: [{}] }, { paused: true }),
      false,
      { spec: { paused: false }, status: { pauseConditions: null } },
    ],
  ])("is promoted %s", (_what, found, full, patch) => {
    expect(promotion(found, full)).toEqual(patch);
  });
});

describe("a cluster behind a kubeconfig", () => {
  let server: Server;
  const asked: { method: string; path: string; body: string; token: string }[] = [];
  let answer: (request: IncomingMessage, path: string) => { status?: number; body?: unknown; text?: string };
  const kubeconfig = join(folder, "kubeconfig");
  let printed = { out: "", err: "" };
  /** Milliseconds that commands have waited for; nobody waits for them. */
  let waited = 0;
  const clock: Clock = {
    now: () => new Date(1_800_000_000_000 + waited),
    sleep: async (milliseconds) => {
      waited += milliseconds;
    },
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += part));
      request.on("end", () => {
        asked.push({ method: request.method!, path: request.url!, body, token: request.headers.authorization ?? "" });
        const { status = 200, body: json = {}, text } = answer(request, request.url!.replace(/\?.*$/, ""));
        response.statusCode = status;
        response.end(text ?? JSON.stringify(json));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        clusters: [{ name: "c", cluster: { server: at } }],
        users: [{ name: "u", user: { token: "t0ken" } }],
        contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
        "current-context": "x",
      }),
    );
  });
  afterAll(() => server.close());

  const note = (to: "out" | "err", text: unknown): boolean => {
    printed[to] += String(text);
    return true;
  };

  const run = async (...args: string[]) => {
    asked.length = 0;
    waited = 0;
    printed = { out: "", err: "" };
    const out = jest.spyOn(process.stdout, "write").mockImplementation((text) => note("out", text));
    const err = jest.spyOn(process.stderr, "write").mockImplementation((text) => note("err", text));
    try {
      return await main([...args, "--stack", "prod", "-C", folder, "--kubeconfig", kubeconfig], clock);
    } finally {
      out.mockRestore();
      err.mockRestore();
    }
  };

  const pod = (name: string, ready = true) => ({
    metadata: { name, annotations: { "kubectl.kubernetes.io/default-container": "web" } },
    spec: { containers: [{ name: "web" }] },
    status: { conditions: [{ type: "Ready", status: ready ? "True" : "False" }] },
  });

  test("logs: each line with its pod, from the container and the time that were asked for", async () => {
    answer = (_request, path) =>
      path.endsWith("/log") ? { text: "one\ntwo" } : { body: { items: [pod("web-1"), pod("web-2")] } };
    expect(await run("logs", "web", "--since", "2h", "--tail", "7", "--previous")).toBe(0);
    expect(printed.out).toContain("web-1  one\nweb-1  two\n");
    expect(printed.out).toContain("4 lines of 2 pods");
    expect(asked.find(({ path }) => path.includes("/log"))!.path).toMatch(
      /container=web&sinceSeconds=7200&tailLines=7&previous=true$/,
    );
    expect(asked.every(({ token }) => token === "Bearer t0ken")).toBe(true);
  });

  test("tag: only with consent in prod, as a label of the object alone", async () => {
    answer = (request, path) =>
      path.includes("/rollouts/")
        ? { status: 404 }
        : path.includes("/secrets")
          ? { body: { items: [] } }
          : {
              body: {
                metadata: { name: "web", labels: request.method === "PATCH" ? { "tag.slipway/colour": "blue" } : {} },
              },
            };
    expect(await run("tag", "web", "colour=blue")).toBe(3);
    expect(asked).toEqual([]);
    expect(await run("tag", "web", "colour=blue", "--yes", "shop-prod")).toBe(0);
    const [patch] = asked.filter(({ method }) => method === "PATCH");
    expect(patch).toMatchObject({
      path: "/apis/apps/v1/namespaces/shop/deployments/web",
      body: '{"metadata":{"labels":{"tag.slipway/colour":"blue"}}}',
    });
    expect(await run("tag", "web", "colour=no way", "--yes", "shop-prod")).toBe(1);
  });

  test("health: what is not ready ends with 2, and why is named", async () => {
    const items = [pod("web-1", false)];
    answer = (_request, path) =>
      path.includes("/rollouts/") || path.includes("httproutes")
        ? { status: 404 }
        : path.endsWith("/pods")
          ? { body: { items } }
          : path.endsWith("/secrets")
            ? { body: { items: [] } }
            : { body: { metadata: { name: "web" }, spec: { replicas: 1 } } };
    expect(await run("health", "web", "--json")).toBe(2);
    expect(JSON.parse(printed.out)).toMatchObject({
      command: "health",
      succeeded: false,
      workloads: [{ workload: "web", ready: 0, desired: 1, wrong: ["it was never released", "0 of 1 pods are ready"] }],
    });
    expect(printed.err).toContain("0 of 1 pods are ready");
    expect(waited).toBe(0);
    expect(await run("health", "web", "--wait", "300")).toBe(2);
    expect(waited).toBe(300_000);
    expect(await run("health", "wbe")).toBe(1);
    expect(printed.err).toContain("there are web, api, jobs");
  });

  describe("traffic", () => {
    /** A rollout as its controller moves it on: each look at the route is a step further. */
    const cluster = (weights: readonly number[], end: object, begin: object = { phase: "Progressing" }) => {
      let looks = 0;
      let status: Record<string, unknown> = { currentStepIndex: 0, observedGeneration: "1", ...begin };
      answer = (request, path) => {
        if (request.method === "PATCH") {
          status = { ...status, ...end };
          return { body: {} };
        }
        if (path.includes("httproutes")) {
          const weight = weights[Math.min(looks++, weights.length - 1)]!;
          const backendRefs = [
            { name: "web", weight: 100 - weight },
            { name: "web-preview", weight },
          ];
          return { body: { spec: { rules: [{ backendRefs }] } } };
        }
        const steps = [{ setWeight: 10 }, { pause: {} }, { setWeight: 50 }];
        const now = looks >= weights.length ? { ...status, ...end } : status;
        const template = { spec: { containers: [{ name: "web", image: "ghcr.io/acme/web:2" }] } };
        return {
          body: {
            metadata: { name: "web", generation: 1 },
            spec: { strategy: { canary: { steps } }, template },
            status: now,
          },
        };
      };
    };

    test("watch follows it to its end, and gives every weight on the way", async () => {
      cluster([10, 50, 0], { phase: "Healthy" });
      expect(await run("traffic", "web", "watch", "--json")).toBe(0);
      expect(JSON.parse(printed.out)).toMatchObject({
        weights: [10, 50, 0],
        traffic: { phase: "Healthy", newPercent: 0 },
      });
      expect(printed.err).toContain("10% on the new 2, 90% on the stable version, step 1 of 3");
    });

    test("watch ends with 2 where a gate refuses it, and with 0 where there are no steps to watch", async () => {
      cluster([10, 0], { phase: "Degraded", abort: true, message: 'metric "error-percent" assessed Failed' });
      expect(await run("traffic", "web", "watch")).toBe(2);
      expect(printed.out).toContain('web is Degraded (metric "error-percent" assessed Failed)');
      expect(await run("traffic", "api", "watch")).toBe(0);
      expect(printed.out).toContain("api moves no traffic in steps");
      cluster([10], {});
      expect(await run("traffic", "web", "watch", "--timeout", "600")).toBe(2);
      expect(printed.out).toContain("not at its end after 600 s");
      expect(waited).toBe(600_000);
      answer = () => ({ status: 404 });
      expect(await run("traffic", "api", "abort", "--yes", "shop-prod")).toBe(1);
      expect(printed.err).toContain("api moves no traffic in steps: its rollout is rolling");
    }, 20_000);

    test("abort gives all back, by the rollout's status alone, and only with consent in prod", async () => {
      cluster([50, 0], { abort: true, phase: "Degraded" }, { phase: "Progressing", currentStepIndex: 2 });
      expect(await run("traffic", "web", "abort")).toBe(3);
      expect(asked).toEqual([]);
      expect(await run("traffic", "web", "abort", "--yes", "shop-prod")).toBe(0);
      const [patch] = asked.filter(({ method }) => method === "PATCH");
      expect(patch).toMatchObject({
        path: "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/web/status",
        body: '{"status":{"abort":true}}',
      });
      expect(printed.out).toContain("all traffic is on the old version");
      cluster([50], {});
      expect(await run("traffic", "web", "abort", "--yes", "shop-prod")).toBe(2);
      expect(printed.out).toContain("has not done so after 15 s");
      expect(waited).toBe(15_000);
    });

    test("promote goes on where it waits; where nothing is under way there is nothing to promote", async () => {
      const waits = { phase: "Paused", currentStepIndex: 1, pauseConditions: [{ reason: "CanaryPauseStep" }] };
      cluster([10, 10, 50], { phase: "Progressing", currentStepIndex: 2, pauseConditions: [] }, waits);
      expect(await run("traffic", "web")).toBe(0);
      expect(printed.out).toContain("it waits for you: traffic promote, or abort");
      expect(await run("traffic", "web", "promote", "--yes", "shop-prod")).toBe(0);
      expect(asked.find(({ method }) => method === "PATCH")!.body).toBe('{"status":{"pauseConditions":null}}');
      cluster([0], {}, { phase: "Healthy" });
      expect(await run("traffic", "web", "promote", "--yes", "shop-prod")).toBe(3);
      expect(printed.err).toContain("has no rollout under way (it is Healthy)");
      expect(await run("traffic", "web", "turn")).toBe(1);
    });
  });

  test("the API server's refusal is repeated in its own words", async () => {
    answer = () => ({ status: 403, body: { message: 'pods is forbidden: User "jo" cannot list' } });
    expect(await run("logs", "web")).toBe(1);
    expect(printed.err).toContain('403 pods is forbidden: User "jo" cannot list');
  });

  test("a login command that is not on the PATH is named, with where to get it", async () => {
    const users = [{ name: "u", user: { exec: { command: "aws", args: ["eks", "get-token"] } } }];
    const whole = readFileSync(kubeconfig, "utf8");
    writeFileSync(kubeconfig, JSON.stringify({ ...JSON.parse(whole), users }));
    const { PATH } = process.env;
    process.env["PATH"] = folder;
    try {
      expect(await run("logs", "web")).toBe(1);
    } finally {
      process.env["PATH"] = PATH;
      writeFileSync(kubeconfig, whole);
    }
    expect(printed.err).toMatch(
      /logs in to the cluster by the command aws: it is not on the PATH\. Install it: https:/,
    );
  });
});

describe("completion", () => {
  const complete = (words: readonly string[]) => {
    const script = `${completion(
      opsProgram(() => {}),
      "bash",
    )}\nCOMP_WORDS=(${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _slipway_ops; echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script], { cwd: folder, encoding: "utf8" });
    expect(stderr).toBe("");
    return stdout.trim().split(" ");
  };

  test("knows commands, options and the stacks of the folder", () => {
    expect(complete(["slipway-ops", "dep"])).toEqual(["deploy"]);
    expect(complete(["slipway-ops", "deploy", "--dr"])).toEqual(["--dry-run"]);
    expect(complete(["slipway-ops", "deploy", "--stack", ""])).toEqual(["prod"]);
    expect(complete(["slipway-ops", "deploy", "--environment", "st"])).toEqual(["staging"]);
  });

  test("in zsh it is told of bash's way; another shell is refused", () => {
    expect(
      completion(
        opsProgram(() => {}),
        "zsh",
      ),
    ).toMatch(/^autoload -U \+X compinit/);
    expect(() =>
      completion(
        opsProgram(() => {}),
        "fish",
      ),
    ).toThrow(/knows bash and zsh/);
  });
});
