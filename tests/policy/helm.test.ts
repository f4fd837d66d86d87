/** Rendering releases, with a stand-in for helm: a script that answers with a Deployment made of what it was given. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifestsOf, objectsOf } from "../../policy/helm/manifests";
import { Renderer } from "../../policy/helm/renderer";
import { at, isUnknown, UNKNOWN } from "../../policy/read";
import type { Resource } from "../../policy/rule";
import * as r from "./support/resources";

const folder = mkdtempSync(join(tmpdir(), "slipway-helm-"));
const log = join(folder, "calls");
const cache = join(folder, "cache");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  mkdirSync(join(folder, "chart"));
  mkdirSync(join(folder, "bin"));
  const script = `#!${process.execPath}
    const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
    const args = process.argv.slice(2);
    appendFileSync(${JSON.stringify(log)}, args.join(" ") + "\\n");
    if (args[0] === "pull") { writeFileSync(args.at(-1) + "/x-1.2.3.tgz", ""); process.exit(0); }
    const [, name] = args;
    const values = JSON.parse(readFileSync(0, "utf8"));
    if (values.broken) { console.error("walk.go:75: noise\\nError: values do not fit"); process.exit(1); }
    if (values.typed && !args.includes("--skip-schema-validation")) { console.error("Error: schema"); process.exit(1); }
    console.log("---\\napiVersion: apps/v1\\nkind: Deployment\\nmetadata:\\n  name: " + name + "\\nspec: " + JSON.stringify(values));
  `;
  writeFileSync(join(folder, "bin/helm"), script);
  chmodSync(join(folder, "bin/helm"), 0o755);
});
beforeEach(() => rmSync(log, { force: true }));

const env = { PATH: join(folder, "bin"), HELM_REPOSITORY_CACHE: cache };
const renderer = (more: object = {}) => new Renderer({ folders: [folder], env, ...more });
const release = (name: string, values: r.Dict, props: r.Dict = {}): Resource => ({
  ...r.release(values, { name, chart: "./chart", ...props })[0],
  name: `shop-${name}`,
  urn: `urn:${name}`,
});
const calls = () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);

test("a release is rendered with its own values, and its objects are named after it", async () => {
  const { manifests } = await renderer().contentsOf(release("api", { replicas: 2 }));
  expect(manifests).toEqual([
    {
      type: "kubernetes:apps/v1:Deployment",
      name: "shop-api/Deployment/api",
      urn: "urn:api",
      props: { metadata: { namespace: "shop", name: "api" }, spec: { replicas: 2 } },
    },
  ]);
});

test("releases that differ in their own name alone are of one shape", async () => {
  const one = renderer();
  const names = ["alpha", "beta", "gamma", "delta", "epsilon"];
  const filled = await one.fill(names.map((name) => release(name, { host: `${name}.example`, image: `r/${name}:1` })));
  for (const [index, { manifests }] of filled.entries()) {
    const name = names[index];
    expect(manifests?.[0]?.props["metadata"]).toMatchObject({ name });
    expect(manifests?.[0]?.props["spec"]).toEqual({ host: `${name}.example`, image: `r/${name}:1` });
  }
  expect(calls()).toHaveLength(2);
  expect(one.calls).toBe(2);
  expect(one.seconds).toBeGreaterThan(0);
  await one.contentsOf(release("zeta", { host: "zeta.example", image: "r/zeta:1", debug: true }));
  expect(calls()).toHaveLength(3);
});

test("what is unknown before is unknown after, whatever a schema says of it", async () => {
  const { manifests } = await renderer().contentsOf(
    release("api", { url: `postgres://${UNKNOWN}:5432`, typed: UNKNOWN }, { namespace: UNKNOWN }),
  );
  const [object] = manifests ?? [];
  expect(isUnknown(at(object?.props, "spec.url"))).toBe(true);
  expect(isUnknown(at(object?.props, "metadata.namespace"))).toBe(true);
});

test.each<[string, Resource, object, string]>([
  ["no helm", release("api", {}), { env: { PATH: folder } }, "there is no helm on the PATH"],
  ["no chart", release("api", {}, { chart: "./gone" }), {}, "there is no chart at ./gone"],
  ["an unknown chart", release("api", {}, { chart: UNKNOWN }), {}, "its chart is not known yet"],
  ["values in files", release("api", {}, { valueYamlFiles: ["x"] }), {}, "its values are in files (valueYamlFiles)"],
  ["values that do not fit", release("api", { broken: true }), {}, "values do not fit"],
  [
    "a chart elsewhere",
    release("api", {}, { chart: "x", version: "1.2.3", repositoryOpts: { repo: "https://charts.example" } }),
    {},
    `its chart is not on this machine (helm pull x --repo https://charts.example --version 1.2.3 -d ${cache})`,
  ],
])("without %s it says why", async (_, given, more, why) => {
  expect(await renderer(more).contentsOf(given)).toEqual({ unrendered: why });
});

test("a chart from a repository is fetched once, where that is allowed, and found there later", async () => {
  const given = (name: string) => release(name, { a: name }, { chart: "oci://r.example/x", version: "1.2.3" });
  const one = renderer({ fetch: true });
  await one.fill([given("api"), given("web")]);
  expect(calls().filter((call) => call.startsWith("pull"))).toEqual([
    `pull oci://r.example/x --version 1.2.3 --destination ${cache}`,
  ]);
  expect((await renderer().contentsOf(given("api"))).manifests).toHaveLength(1);
});

test("lists are taken apart, empty documents and definitions passed over, and cluster-wide objects get no namespace", () => {
  const yaml = `
# nothing
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Service, metadata: { name: a } }
  - { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: b } }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: c }
`;
  const found = manifestsOf(objectsOf(yaml), { name: "x", urn: "u" }, "shop");
  expect(found.map(({ name, props }) => [name, props["metadata"]])).toEqual([
    ["x/Service/a", { namespace: "shop", name: "a" }],
    ["x/ClusterRole/b", { name: "b" }],
  ]);
});
