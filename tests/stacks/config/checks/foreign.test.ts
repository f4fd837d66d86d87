import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError, type Problem } from "../../../../stacks/config/errors";
import { parseConfig } from "../../../../stacks/config/load";
import { withManifestFiles } from "../../../../stacks/config/workloads/manifest-files";
import { type Raw, rawStack, web } from "../../../support/configs";

function problemsOf(workloads: Raw): readonly Problem[] {
  try {
    parseConfig(rawStack({ workloads: JSON.parse(JSON.stringify(workloads)) }), "Pulumi.test.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const source = { repo: "https://charts.example.com", name: "rabbitmq", version: "4.2.1" };
const chart = (over: Raw = {}): Raw => ({ kind: "chart", chart: source, ...over });
const from = (over: Raw): Raw => chart({ chart: { ...source, ...over } });
const object = (over: Raw = {}): Raw => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, ...over });
const given = (...manifests: Raw[]): Raw => ({ kind: "manifests", manifests });

test("what is right is taken", () => {
  const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "system:x" } };
  const workloads = {
    web: web({ calls: ["mq"] }),
    mq: chart({ ports: [5672], values: { auth: { existingSecretName: "mq" } } }),
    more: from({ repo: "oci://ghcr.io/example/charts", version: "v1.2.3-rc.1+build.5" }),
    extras: {
      ...given(object(), role, object({ metadata: { name: "a", namespace: "shop-mq" } })),
      ...{ clusterKinds: ["ClusterRole"], namespaces: ["shop-mq"], after: ["mq"] },
    },
  };
  expect(problemsOf(workloads)).toEqual([]);
});

describe("a chart that is refused", () => {
  test.each<[what: string, workload: Raw, path: string, words: RegExp]>([
    ["a range", from({ version: "^4.2.1" }), "x.chart.version", /one exact version/],
    ["a part of a version", from({ version: "4.2" }), "x.chart.version", /one exact version/],
    ["no version", from({ version: undefined }), "x.chart.version", /nothing/],
    ["plain HTTP", from({ repo: "http://charts.example.com" }), "x.chart.repo", /https:\/\/… or oci/],
    ["a login in the address", from({ repo: "https://me:pw@charts.example.com" }), "x.chart.repo", /without a login/],
    ["a path", from({ name: "../rabbitmq" }), "x.chart.name", /the name of a chart/],
    ["no such level", chart({ podSecurity: "open" }), "x.podSecurity", /restricted, baseline, privileged/],
    ["the stack's namespace", chart({ namespace: "shop" }), "x.namespace", /the other workloads/],
    ["an add-on's namespace", chart({ namespace: "monitoring" }), "x.namespace", /the platform/],
    ["a namespace of the cluster's", chart({ namespace: "kube-public" }), "x.namespace", /the platform/],
  ])("%s", (_, workload, path, words) => {
    const found = problemsOf({ x: workload });
    expect(found.map((problem) => problem.path)).toEqual([`workloads.${path}`]);
    expect(Object.values(found[0]!).join(" ")).toMatch(words);
  });

  test("the namespace of another one", () => {
    expect(problemsOf({ a: chart({ namespace: "mq" }), b: chart({ namespace: "mq" }) })).toMatchObject([
      { path: "workloads.b.namespace", given: '"mq", the namespace of a' },
    ]);
  });

  test("one that is called, and says no port", () => {
    expect(problemsOf({ web: web({ calls: ["mq"] }), mq: chart() })).toMatchObject([
      { path: "workloads.web.calls[0]", given: '"mq", a chart', mend: "add workloads.mq.ports" },
    ]);
  });
});

describe("objects that are refused", () => {
  const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "r" } };
  const secret = (over: Raw) => object({ kind: "Secret", ...over });
  test.each<[what: string, workload: Raw, path: string, words: RegExp]>([
    ["none", given(), "manifests", /one object or more/],
    ["without apiVersion", given(object(), object({ apiVersion: undefined })), "manifests[1].apiVersion", /apps\/v1/],
    ["without kind", given(object({ kind: undefined })), "manifests[0].kind", /as ConfigMap/],
    ["without a name", given(object({ metadata: {} })), "manifests[0].metadata.name", /the object's name/],
    ["without metadata", given(object({ metadata: undefined })), "manifests[0].metadata.name", /nothing/],
    ["that are texts", { kind: "manifests", manifests: ["a"] }, "manifests[0]", /map/],
    [
      "with labels that are no map",
      given(object({ metadata: { name: "a", labels: [1] } })),
      "manifests[0].metadata.labels",
      /a map/,
    ],
    [
      "a list",
      given({ apiVersion: "v1", kind: "List", metadata: { name: "l" }, items: [] }),
      "manifests[0].kind",
      /one object/,
    ],
    ["for the whole cluster", given(role), "manifests[0].kind", /clusterKinds: \[ClusterRole\]/],
    [
      "for the cluster, with a namespace",
      { ...given({ ...role, metadata: { name: "r", namespace: "x" } }), clusterKinds: ["ClusterRole"] },
      "manifests[0].metadata.namespace",
      /belongs to no namespace/,
    ],
    [
      "elsewhere",
      given(object({ metadata: { name: "a", namespace: "kube-system" } })),
      "manifests[0].metadata.namespace",
      /namespaces: \[kube-system\]/,
    ],
    ["a Secret with data", given(secret({ data: { key: "aHVudGVyMg==" } })), "manifests[0]", /ExternalSecret/],
    ["a Secret with text", given(secret({ stringData: { key: "hunter2" } })), "manifests[0]", /ExternalSecret/],
    ["the same twice", given(object(), object()), "manifests[1]", /"ConfigMap" "a", as in workloads.x.manifests\[0\]/],
    ["after what there is not", { ...given(object()), after: ["mq"] }, "after[0]", /mq/],
  ])("%s", (_, workload, path, words) => {
    const found = problemsOf({ x: workload });
    expect(found.map((problem) => problem.path)).toEqual([`workloads.x.${path}`]);
    expect(Object.values(found[0]!).join(" ")).toMatch(words);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|aHVudGVyMg/);
  });

  test("the same in two workloads; not the same kind of another group", () => {
    expect(problemsOf({ x: given(object()), y: given(object()) })).toMatchObject([
      { path: "workloads.y.manifests[0]" },
    ]);
    expect(problemsOf({ x: given(object()), y: given(object({ apiVersion: "example.com/v1" })) })).toEqual([]);
  });

  test("after what is no chart", () => {
    expect(problemsOf({ web: web(), x: { ...given(object()), after: ["web"] } })).toMatchObject([
      { path: "workloads.x.after[0]", given: '"web", a web' },
    ]);
  });

  test("nobody can call them", () => {
    expect(problemsOf({ web: web({ calls: ["x"] }), x: given(object()) })).toMatchObject([
      { path: "workloads.web.calls[0]", given: '"x", a manifests' },
    ]);
  });
});

describe("a file of manifests", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-manifests-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const read = (workload: Raw) => withManifestFiles({ workloads: { x: { kind: "manifests", ...workload } } }, folder);
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return name;
  };

  test("its documents are the objects; comments between them are none", () => {
    const file = write("two.yaml", `${"# first\n---\n"}${JSON.stringify(object())}\n---\n# nothing\n---\nkind: Pod\n`);
    expect(read({ file })).toEqual({
      raw: { workloads: { x: { kind: "manifests", file, manifests: [object(), { kind: "Pod" }] } } },
      problems: [],
    });
  });

  test("what is wrong in it names the file's document", () => {
    const { raw } = read({ file: write("wrong.yaml", `${JSON.stringify(object())}\n---\nkind: Pod\n`) });
    expect(problemsOf(raw.workloads as Raw).map(({ path }) => path)).toEqual([
      "workloads.x.file[1].apiVersion",
      "workloads.x.file[1].metadata.name",
    ]);
  });

  test.each([
    ["that is not there", { file: "none.yaml" }, /none\.yaml: ENOENT/],
    ["that is no YAML", { file: write("bad.yaml", "a: [1\nb: }") }, /bad\.yaml: /],
    ["beside manifests", { file: "none.yaml", manifests: [object()] }, /both manifests and a file/],
  ])("one %s", (_, workload, words) => {
    const { problems } = read(workload);
    expect(problems).toMatchObject([{ path: "workloads.x.file", given: expect.stringMatching(words) }]);
    expect(() => parseConfig(rawStack(), "Pulumi.test.yaml", problems)).toThrow(words);
  });

  test("of other kinds nothing is read", () => {
    const raw = { workloads: { web: web({ files: {} }), text: "no map" }, app: "shop" };
    expect(withManifestFiles(raw, folder)).toEqual({ raw, problems: [] });
    expect(withManifestFiles({ app: "shop" }, folder)).toEqual({ raw: { app: "shop" }, problems: [] });
  });
});
