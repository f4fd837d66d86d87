/** What stands beside the configs of the five systems: images, smoke tests, load tests. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { planStack } from "../../stacks/plan/plan";
import type { WorkloadPlan } from "../../stacks/plan/workloads";
import { fileStack, root } from "../support/configs";
import { loadTest } from "./load";

const systems = ["leather-api", "sergas", "spirit-tours", "revrx", "rez-merchant"];

/** Dockerfile → the workloads of prod that run its image. */
const images: readonly (readonly [file: string, system: string, workloads: readonly string[]])[] = [
  ["leather-api/Dockerfile", "leather-api", ["web", "worker", "beat"]],
  ["sergas/Dockerfile", "sergas", ["app"]],
  ["spirit-tours/Dockerfile", "spirit-tours", ["backend"]],
  ["revrx/frontend.Dockerfile", "revrx", ["frontend"]],
  ["revrx/backend.Dockerfile", "revrx", ["backend", "worker"]],
  ["rez-merchant/Dockerfile", "rez-merchant", ["api"]],
  ["rez-merchant/backup/Dockerfile", "rez-merchant", ["backup", "backup-check"]],
];

describe.each(images)("%s", (file, system, workloads) => {
  const text = readFileSync(join(root, "examples", file), "utf8");
  const line = (word: string) => [...text.matchAll(new RegExp(`^${word} (.+)$`, "gm"))].map(([, rest]) => rest!);
  const plans = (
    planStack(fileStack(`examples/${system}/Pulumi.prod.yaml`), "prod").workloads as WorkloadPlan[]
  ).filter(({ name }) => workloads.includes(name));

  test("is hardened: built elsewhere, of pinned images, not root, no secret", () => {
    expect(plans.map(({ name }) => name).sort()).toEqual([...workloads].sort());
    expect(line("FROM").length).toBeGreaterThan(1);
    for (const from of line("FROM"))
      expect(from).toMatch(/^\S+:(\d+\.\d+\.\d+[\w.-]*|nonroot)(@sha256:[0-9a-f]{64})?( AS \w+)?$/);
    // What has no digest says why just above.
    for (const [, why] of text.matchAll(/^(.*)\nFROM (?!.*@sha256)/gm)) expect(why).toMatch(/^# By tag alone: .{20,}/);
    expect(text).not.toMatch(/:latest|^ADD |apt-get|PASSWORD|SECRET|TOKEN/m);
    // Those it copies from a build belong to root: what runs cannot change itself.
    for (const copy of line("COPY").filter((copy) => copy.includes("/app") || copy.includes("/venv")))
      expect(copy).toContain("--chown=0:0");
  });

  test("runs as the user that the config says", () => {
    expect(new Set(plans.map(({ values }) => String(values.runAsUser)))).toEqual(new Set(line("USER")));
  });

  test("serves where the config's port, metrics and health check ask", () => {
    const exposed = line("EXPOSE").flatMap((ports) => ports.split(" "));
    const checks = line("HEALTHCHECK").join();
    expect(line("HEALTHCHECK")).toHaveLength(1);
    expect(checks === "NONE").toBe(plans.every(({ values }) => values.kind === "cron" || values.kind === "task"));
    for (const { values } of plans) {
      if (values.kind !== "web") continue;
      expect(exposed).toContain(String(values.port));
      if (values.metrics) expect(exposed).toContain(String(values.metrics.port));
      expect(checks).toContain(`http://localhost:${values.port}${values.probes?.readiness?.path}`);
    }
  });
});

describe.each(systems)("the smoke test of %s", (system) => {
  let server: Server;
  let status = 200;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status).end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  });
  afterAll(() => server.close());

  function run(): Promise<{ code: number; output: string }> {
    const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { ...process.env, TARGET: target, API: target };
    return new Promise((done) =>
      execFile(process.execPath, [join(root, "examples", system, "smoke.mjs")], { env }, (error, stdout) =>
        done({ code: Number(error?.code ?? 0), output: stdout }),
      ),
    );
  }

  test("asks for what the config calls health, and is content", async () => {
    const { workloads } = fileStack(`examples/${system}/Pulumi.prod.yaml`);
    const paths = Object.values(workloads).flatMap((workload) =>
      workload.kind === "web" ? [`GET ${workload.health}`] : [],
    );
    const { code, output } = await run();
    expect([code, output]).toEqual([0, expect.stringContaining("✓ GET")]);
    expect([...new Set(asked)].sort()).toEqual([...new Set(paths)].sort());
  });

  test("fails where it is not well", async () => {
    status = 503;
    const { code, output } = await run();
    expect([code, output]).toEqual([1, expect.stringContaining("answers 503, not 200")]);
  });
});

describe.each(systems)("the load test of %s", (system) => {
  test("asks its target alone, for what the smoke test asks or what it is told", () => {
    const env = { TARGET: "https://one.example.com", API: "https://one.example.com" };
    const { iterate } = loadTest(system, env);
    const [first] = iterate();
    expect(first).toEqual({
      method: "GET",
      url: expect.stringMatching(/^https:\/\/one\.example\.com\/(api\/)?health$/),
    });
    const told = loadTest(system, { ...env, PATHS: "/orders,/basket" }).iterate();
    expect(told.slice(0, 2).map(({ url }) => url)).toEqual([
      "https://one.example.com/orders",
      "https://one.example.com/basket",
    ]);
  });

  test("fails by itself where people would be hurt: too slow, too many errors", () => {
    expect(loadTest(system).options["thresholds"]).toMatchObject({
      http_req_duration: [expect.stringMatching(/^p\(95\)<\d+$/)],
      http_req_failed: [expect.stringMatching(/^rate<0\.0+1$/)],
    });
  });

  test("LOAD makes it smaller", () => {
    const sum = (load: string): number =>
      [
        ...JSON.stringify(loadTest(system, { LOAD: load }).options["scenarios"]).matchAll(
          /"(?:rate|target)":([\d.]+)/g,
        ),
      ].reduce((total, [, figure]) => total + Number(figure), 0);
    expect(sum("0.1") / sum("1")).toBeCloseTo(0.1, 5);
  });
});
