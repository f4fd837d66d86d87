/** Three configs as somebody writes them who has read nothing but the README: no rule may stop them without cause. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { rehearse } from "../../rehearsal/rehearse";
import { root } from "../support/configs";

const folder = mkdtempSync(join(tmpdir(), "slipway-newcomer-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DIGEST = `@sha256:${"4f1c1e3f7c1d5b9a".repeat(4)}`;
const common = {
  cloud: "aws",
  region: "eu-central-1",
  account: "111122223333",
  owner: "team-blog",
  costCenter: "blog",
  acmeEmail: "me@example.com",
};

const configs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a first try in dev: one site, nothing else": {
    app: "hello",
    environment: "dev",
    cluster: { publicAccess: ["203.0.113.7/32"] },
    workloads: { web: { kind: "web", image: "nginx:1.29.0", port: 8080, health: "/", hosts: ["hello.example.com"] } },
  },
  "a blog in staging: a site, a database, a nightly job": {
    app: "blog",
    environment: "staging",
    cluster: { publicAccess: ["203.0.113.0/24"] },
    stores: { db: { kind: "postgres" }, media: { kind: "bucket" } },
    workloads: {
      site: {
        kind: "web",
        image: "ghcr.io/example/blog:2.1.0",
        port: 3000,
        health: "/health",
        hosts: ["blog.example.com"],
        uses: ["db", "media"],
      },
      digest: {
        kind: "cron",
        image: "ghcr.io/example/blog:2.1.0",
        command: ["./digest"],
        schedule: "0 4 * * *",
        uses: ["db"],
      },
    },
  },
  "a shop that goes live: everything left to prod's preset": {
    app: "store",
    environment: "prod",
    stores: { db: { kind: "postgres" }, queue: { kind: "redis" } },
    workloads: {
      api: {
        kind: "web",
        image: `ghcr.io/example/store:1.0.0${DIGEST}`,
        port: 8000,
        health: "/healthz",
        hosts: ["store.example.com"],
        uses: ["db", "queue"],
        migrate: { command: ["./migrate"] },
      },
      worker: {
        kind: "worker",
        image: `ghcr.io/example/store:1.0.0${DIGEST}`,
        command: ["./worker"],
        uses: ["queue"],
      },
    },
  },
};

test.each(Object.entries(configs))(
  "%s: no mandatory finding, and none exempted by its writer",
  async (_, config) => {
    const environment = String(config["environment"]);
    const file = join(folder, `Pulumi.${environment}.yaml`);
    const entries = Object.entries({ ...common, ...config }).map(([key, value]) => [`slipway:${key}`, value]);
    writeFileSync(file, stringify({ config: Object.fromEntries(entries) }));
    for (const mode of ["up", "preview"] as const) {
      const { findings } = await rehearse({ folder: root, configFile: file, mode });
      expect(findings.filter(({ level }) => level === "mandatory")).toEqual([]);
    }
  },
  120_000,
);

test("what is really wrong still stops them", async () => {
  const file = join(folder, "Pulumi.open.yaml");
  const config = { ...common, ...configs["a shop that goes live: everything left to prod's preset"], protect: false };
  const entries = Object.entries(config).map(([key, value]) => [`slipway:${key}`, value]);
  writeFileSync(file, stringify({ config: Object.fromEntries(entries) }));
  const { findings } = await rehearse({ folder: root, configFile: file, env: {} });
  expect(findings.filter(({ level }) => level === "mandatory").map(({ rule }) => rule)).toContain(
    "rds-deletion-protection",
  );
}, 120_000);
