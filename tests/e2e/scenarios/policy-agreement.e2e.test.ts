/**
 * Our rules beside checkov, kube-score and Pod Security admission on a real API server, over sixty rendered manifests, half
 * of them bad. They agree, or agreement/table.ts says why not.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALL_RULES } from "../../../policy/rules";
import { create, type Manifest } from "../charts/apply";
import { type Cluster, startCluster } from "../cluster/cluster";
import { compare } from "./agreement/compare";
import {
  checkovVerdicts,
  controlsIn,
  type Found,
  kubeScoreVerdicts,
  ourVerdict,
  podSecurityVerdict,
  RESTRICTED,
  type Verdicts,
} from "./agreement/judges";
import { manifests, type Rendered } from "./agreement/manifests";
import { templateOf } from "./agreement/pods";
import { OURS_ALONE, ROWS, THEIRS_ALONE } from "./agreement/table";

let all: readonly Rendered[];
let ours: Verdicts;

beforeAll(() => {
  all = manifests();
  ours = new Map(all.map((manifest) => [manifest.name, ourVerdict(manifest)]));
});

const namesOf = (found: readonly Found[]): string[] => [...new Set(found.map(({ check }) => check))].sort();
const verdictOn = (manifest: Rendered) => namesOf(ours.get(manifest.name)!);
const AGREED = { unexplained: [], unused: [] };

test("there are sixty manifests, of which thirty are weakened, each in a way of its own", () => {
  expect(all.map(({ breaks }) => breaks !== undefined).filter(Boolean)).toHaveLength(30);
  expect(new Set(all.map(({ name }) => name)).size).toBe(60);
  expect(new Set(all.map(({ namespace, objects }) => JSON.stringify([namespace, objects]))).size).toBe(60);
  expect(new Set(all.map(({ namespace }) => namespace)).size).toBe(60);
});

test("we find every bad one by the rule that it breaks, and no good one but those in the table", () => {
  const bad = all.filter(({ breaks }) => breaks !== undefined);
  expect(bad.filter((each) => !verdictOn(each).includes(each.breaks!)).map(({ name }) => name)).toEqual([]);
  const good = all.filter(({ breaks }) => breaks === undefined);
  const excepted = new Set(OURS_ALONE.flatMap(({ manifests: named = [] }) => named));
  expect(good.filter((each) => verdictOn(each).length > 0 && !excepted.has(each.name)).map(({ name }) => name)).toEqual(
    [],
  );
});

test("the table names rules that there are, and gives a reason for each disagreement", () => {
  const known = new Set(ALL_RULES.map(({ name }) => name));
  const named = [...ROWS, ...OURS_ALONE].flatMap(({ rules }) => rules);
  expect(named.filter((rule) => !known.has(rule))).toEqual([]);
  for (const { reason } of [...THEIRS_ALONE, ...OURS_ALONE]) expect(reason).toMatch(/^\S.{20,}\.$/);
});

test("checkov agrees", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-agreement-"));
  try {
    expect(compare("checkov", ours, checkovVerdicts(all, folder))).toEqual(AGREED);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("kube-score agrees", () => {
  expect(compare("kube-score", ours, kubeScoreVerdicts(all))).toEqual(AGREED);
});

test("a refusal's controls are read one by one", () => {
  const refusal =
    'host namespaces (hostNetwork=true), allowPrivilegeEscalation != false (containers "a", "b" must set securityContext.allowPrivilegeEscalation=false)';
  expect(namesOf(controlsIn(refusal))).toEqual(["allowPrivilegeEscalation != false", "host namespaces"]);
});

describe("Pod Security admission", () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startCluster({ nodes: [] });
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await create(cluster.api, object("v1", "Namespace", { name: RESTRICTED, labels }));
    const pods = all.flatMap(({ objects }) => objects.flatMap((each) => templateOf(each)?.spec ?? []));
    for (const name of new Set(pods.map(({ serviceAccountName }) => String(serviceAccountName))))
      await create(cluster.api, object("v1", "ServiceAccount", { name, namespace: RESTRICTED })).catch(ifMissing(name));
    for (const name of new Set(pods.flatMap(({ priorityClassName }) => priorityClassName ?? [])))
      await create(cluster.api, {
        ...object("scheduling.k8s.io/v1", "PriorityClass", { name: String(name) }),
        value: 1000,
      } as Manifest);
  });

  afterAll(() => cluster?.stop());

  test("it agrees", async () => {
    const theirs = new Map<string, readonly Found[]>();
    for (const manifest of all) theirs.set(manifest.name, await podSecurityVerdict(cluster.api, manifest));
    expect(compare("Pod Security", ours, theirs)).toEqual(AGREED);
  });
});

const object = (apiVersion: string, kind: string, metadata: object): Manifest =>
  ({ apiVersion, kind, metadata }) as Manifest;

/** The namespace's own account may be there before us, made by its controller. */
function ifMissing(name: string): (error: Error) => void {
  return (error) => {
    if (name !== "default") throw error;
  };
}
