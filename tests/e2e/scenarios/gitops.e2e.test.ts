/** What Argo CD's own definition says of the ApplicationSet that `ops gitops write` writes, and what its own code makes of it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { filesOf } from "../../../ops/gitops/write";
import { root } from "../../support/configs";
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

interface ApplicationSet {
  readonly spec: {
    readonly strategy: {
      readonly rollingSync: {
        readonly steps: readonly {
          readonly matchExpressions: readonly { readonly key: string; readonly values: string[] }[];
        }[];
      };
    };
  };
}

interface Application {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly destination: object;
    readonly sources: readonly {
      readonly path?: string;
      readonly helm?: { readonly valueFiles: readonly string[] };
    }[];
  };
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

describe("rendered by Argo CD's own code", () => {
  const set = () => parse(written.get(path)!) as ApplicationSet;
  const releases = ["web", "web-migrate"];

  /** What its Git generator finds in a file (docs: "Git Generator: Files"). */
  const found = (name: string): Record<string, unknown> => ({
    ...(parse(written.get(`gitops/prod/${name}/release.yaml`)!) as object),
    path: { path: `gitops/prod/${name}`, basename: name, filename: "release.yaml", segments: ["gitops", "prod", name] },
  });

  function rendered(given: object, params: readonly object[]) {
    const input = JSON.stringify({ set: given, params });
    const { status, stdout, stderr } = spawnSync(toolPath("argo-render"), { input, encoding: "utf8" });
    return { status, stderr, applications: status === 0 ? (JSON.parse(stdout) as Application[]) : [] };
  }

  test("each release becomes an Application of the chart, with the values that were written, in its step", () => {
    const { status, stderr, applications } = rendered(set(), releases.map(found));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(applications.map(({ metadata }) => metadata.name)).toEqual(["shop-prod-web", "shop-prod-web-migrate"]);
    const steps = set().spec.strategy.rollingSync.steps.map(({ matchExpressions }) => matchExpressions[0]!);
    applications.forEach(({ metadata, spec }, index) => {
      const name = releases[index]!;
      expect(spec.destination).toMatchObject({ namespace: "shop" });
      const [chart, values] = spec.sources;
      expect(chart).toMatchObject({ path: "charts/workload", helm: { releaseName: name } });
      expect(existsSync(join(root, chart!.path!, "Chart.yaml"))).toBe(true);
      expect(values).toMatchObject({ ref: "values", repoURL: gitops.repository });
      const files = chart!.helm!.valueFiles.map((file) => file.replace(/^\$values\//, ""));
      expect(files.map((file) => written.has(file))).toEqual([true]);
      // Each is synced in one step, and migrations in the first.
      const own = steps.flatMap(({ key, values: of }, step) => (of.includes(metadata.labels[key]!) ? [step] : []));
      expect(own).toEqual([name.endsWith("-migrate") ? 0 : 1]);
    });
  });

  test("a release file that lacks what the set reads makes none, and neither does a set with a field that Argo CD has not", () => {
    const { step: _, ...lacking } = found("web");
    expect(rendered(set(), [lacking])).toMatchObject({ status: 1, stderr: expect.stringContaining("step") });
    const misspelt = JSON.parse(JSON.stringify(set()).replace("valueFiles", "valuesFiles")) as object;
    expect(rendered(misspelt, [found("web")])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("valuesFiles"),
    });
  });
});
