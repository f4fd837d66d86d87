/** What Argo CD's own definition says of the ApplicationSet that `ops gitops write` writes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { filesOf } from "../../../ops/gitops/write";
import { argoCd } from "../charts/origins";
import { moduleFolder } from "../tools/go-module";
import { toolPath } from "../tools/tools";

const folder = mkdtempSync(join(tmpdir(), "slipway-argo-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const gitops = { repository: "https://github.com/acme/platform.git" };
const web = { name: "web", namespace: "shop", migration: false, values: { name: "web", progressive: {} } };
const path = "gitops/prod/applicationset.yaml";
const written = filesOf("shop-prod", "gitops/prod", gitops, [web, { ...web, name: "web-migrate", migration: true }]);

/** Objects with named properties take no others, as the API server asked strictly has it. */
function strict(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(strict);
  if (typeof node !== "object" || node === null) return node;
  const own = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, strict(value)]));
  const closed =
    "properties" in own && !("additionalProperties" in own) && !("x-kubernetes-preserve-unknown-fields" in own);
  return closed ? { ...own, additionalProperties: false } : own;
}

interface Definition {
  readonly spec: { readonly versions: readonly { readonly schema: { readonly openAPIV3Schema: object } }[] };
}

beforeAll(async () => {
  const file = join(await moduleFolder(argoCd), "manifests/crds/applicationset-crd.yaml");
  const { spec } = parse(readFileSync(file, "utf8")) as Definition;
  const { openAPIV3Schema } = spec.versions[0]!.schema;
  const metadata = { type: "object", additionalProperties: true };
  const closed = strict(openAPIV3Schema) as { properties: object };
  writeFileSync(
    join(folder, "applicationset.json"),
    JSON.stringify({ ...closed, properties: { ...closed.properties, metadata } }),
  );
}, 300_000);

function judged(text: string): { readonly code: number | null; readonly said: string } {
  writeFileSync(join(folder, "set.yaml"), text);
  const args = ["-strict", "-schema-location", join(folder, "{{ .ResourceKind }}.json"), join(folder, "set.yaml")];
  const { status, stdout, stderr } = spawnSync(toolPath("kubeconform"), args, { encoding: "utf8" });
  return { code: status, said: stdout + stderr };
}

test("it is one", () => {
  expect(judged(written.get(path)!)).toEqual({ code: 0, said: "" });
});

test.each([
  ["valueFiles:", "valuesFiles:", "valuesFiles"],
  ["repoURL:", "repository:", "repoURL"],
])("with %s as %s it is none", (right, wrong, word) => {
  expect(judged(written.get(path)!.replace(right, wrong))).toEqual({ code: 1, said: expect.stringContaining(word) });
});
