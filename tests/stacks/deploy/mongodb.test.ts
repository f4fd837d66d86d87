/** The real program on a shop with a MongoDB: one stack, layers that are joined, and an environment on demand. */
import { join } from "node:path";
import { parse } from "yaml";
import { environmentFile, environmentName } from "../../../ops/environments/stack-file";
import { readStackConfig } from "../../../ops/stack/stack-file";
import { root } from "../../support/configs";
import { shopWithDocuments, valuesOf } from "../../support/documents";
import { leftBy, workloadsAbove } from "../../support/joined";
import { type Simulation, simulate } from "../../support/simulate";

const main = require("../../../index") as () => Promise<object>;

type Json = Record<string, unknown>;
const read = (text: string | undefined): Json => JSON.parse(text ?? "{}") as Json;

const { config, stack: shop } = shopWithDocuments("dev", { kind: "mongodb" });
const backups = { "slipway:backups": JSON.stringify({ stores: { docs: { at: "01:00" } } }) };
const stack: typeof shop = (over, options) => shop({ ...backups, ...over }, options);

let one: Simulation;
beforeAll(async () => {
  one = await stack();
});

test("a workload has a role of its own, made before it starts by a Job that alone has the master's login", () => {
  const roles = valuesOf(one, "roles-docs");
  const master = (one.one("docdb/cluster:Cluster").outputs["masterUserSecrets"] as { secretArn: string }[])[0]!;
  expect(roles).toMatchObject({
    kind: "mongodb",
    image: expect.stringMatching(/library\/mongo:.*@sha256:/),
    master: master.secretArn,
    server: { port: 27017, options: "replicaSet=rs0&retryWrites=false", ca: { pem: expect.stringContaining("BEGIN") } },
    roles: [
      { name: "api", access: "readWrite" },
      { name: "api-migrate", access: "owner" },
      { name: "slipway-backup", access: "backup" },
      { name: "slipway-restore", access: "restore" },
    ],
  });
  const { env, secretEnv, network, trust } = valuesOf(one, "api") as Record<string, Json>;
  expect(env).toMatchObject({ DOCS_NAME: "shop", DOCS_CA_FILE: "/etc/slipway/trust/docs.pem" });
  expect(JSON.stringify(secretEnv)).not.toContain(master.secretArn);
  expect(secretEnv).toMatchObject({
    DOCS_URL: { format: expect.stringMatching(/^mongodb:\/\/\{username\}:\{password\}@/) },
  });
  expect(network!.openings).toContainEqual(expect.objectContaining({ name: "docs", port: 27017 }));
  expect(trust).toHaveProperty("docs");
});

test("jobs dump it by TLS that is checked, each with a login of its own, and none with the master's", () => {
  const { stores } = valuesOf(one, "backups") as { stores: Record<string, Json> };
  const { docs } = stores;
  expect(docs).toMatchObject({
    ...{ kind: "mongodb", image: expect.stringMatching(/library\/mongo:.*@sha256:/), port: 27017, database: "shop" },
    ...{ options: "replicaSet=rs0&retryWrites=false", ca: { pem: expect.stringContaining("BEGIN") } },
    ...{ schedules: { daily: "0 1 * * *" }, drill: "0 4 * * 1", rows: "count" },
    secrets: {
      backup: { id: expect.stringContaining("login-docs-slipway-backup") },
      restore: { id: expect.stringContaining("login-docs-slipway-restore") },
    },
  });
  expect(docs).not.toHaveProperty("sslMode");
  expect(docs).not.toHaveProperty("srv");
  expect(JSON.stringify(docs)).not.toContain("rds!cluster");
});

test("three layers, joined, give a workload the very values that one stack gives it", async () => {
  const foundation = await stack(
    { "slipway:layer": "foundation", "slipway:deployment": "dev" },
    { stack: "dev-foundation" },
  );
  const workloads = await stack(...workloadsAbove(foundation, { name: "shop-dev", address: "entry.example.com" }));
  // Simulated ids come from URNs, and those hold the stack's name.
  const plain = (made: Simulation, name: string) =>
    JSON.stringify(valuesOf(made, name)).replaceAll(/[0-9a-f]{4,}/g, "#");
  for (const name of ["api", "roles-docs"]) expect(plain(workloads, name)).toBe(plain(one, name));
});

test("an environment on demand has a MongoDB of its own, without a disk", async () => {
  const base = { ...readStackConfig(root, "dev"), file: join(root, "Pulumi.dev.yaml") };
  const name = environmentName(base, root, "pr-123");
  const { text } = environmentFile(base, name, { until: "2026-11-23T18:00:00Z", organization: "org" });
  const given = (parse(text) as { config: Json }).config;
  const { "slipway:stores": stores, "slipway:workloads": workloads } = config();
  const made = await simulate(main, {
    ...{ stack: "pr-123", region: "eu-west-1", account: "111111111111" },
    config: { ...given, "slipway:stores": read(stores), "slipway:workloads": read(workloads) },
    ...{ existing: leftBy(one), stackOutputs: { "org/shop/dev": { ...one.outputs } } },
  });
  const { env, secretEnv } = valuesOf(made, "api") as Record<string, Json>;
  expect(env).toMatchObject({ DOCS_HOST: "scratch-docs.shop-pr-123.svc.cluster.local", DOCS_PORT: "27017" });
  expect(env).not.toHaveProperty("DOCS_READER_HOST");
  expect(secretEnv).toMatchObject({ DOCS_URL: { kubernetesSecret: "scratch-docs-login", key: "url" } });
  const secret = made.find("core/v1:Secret").find((record) => record.name === "shop-pr-123-scratch-docs-login")!;
  expect(String((secret.inputs["stringData"] as Json)["url"])).toMatch(
    /^mongodb:\/\/app:\w+@scratch-docs\..*authSource=admin$/,
  );
});
