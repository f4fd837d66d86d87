/**
 * The workload rules against the fixtures that Kubernetes itself tests Pod Security with: pods that pass and pods that
 * fail, for the newest version that the module knows. They are read from Go's module cache, never copied.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { podOf } from "../../../policy/pods";
import { isStackRule, type Resource, type ResourceRule } from "../../../policy/rule";
import { ALL_RULES } from "../../../policy/rules";
import { settings } from "../../policy/support/resources";
import { moduleFolder } from "../tools/go-module";

const MODULE = {
  path: "k8s.io/pod-security-admission",
  version: "v0.37.2",
  sum: "h1:mnfCR7fUzsvtiSiYZD9HTcTJ9cpJDMnQn++9Rq1mlrc=",
};
const VERSION = "v1.37";

const context = settings();
const POD = "kubernetes:core/v1:Pod";

/** The rules that claim a standard: restricted asks for all of baseline, too. */
const rulesFor = (level: "baseline" | "restricted"): ResourceRule[] =>
  ALL_RULES.filter(
    (rule): rule is ResourceRule =>
      !isStackRule(rule) &&
      rule.types.includes(POD) &&
      rule.frameworks.some((each) => each === "PSS baseline" || (level === "restricted" && each === "PSS restricted")),
  );

interface Fixture {
  readonly name: string;
  readonly pod: Resource;
}

let testdata: string;
beforeAll(async () => {
  testdata = join(await moduleFolder(MODULE), "test/testdata");
});

function fixtures(level: string, verdict: "pass" | "fail"): Fixture[] {
  const folder = join(testdata, level, VERSION, verdict);
  return readdirSync(folder).map((file) => {
    const { apiVersion: _, kind: _kind, ...props } = parse(readFileSync(join(folder, file), "utf8"));
    return { name: file, pod: { type: POD, name: file, urn: file, props } };
  });
}

/** What the rules say of a pod; nothing when it may run. */
const verdictOn = (pod: Resource, level: "baseline" | "restricted"): readonly string[] =>
  rulesFor(level).flatMap((rule) => rule.check(pod, context).map((message) => `${rule.name}: ${message}`));

describe.each([
  ["baseline", 15, 34],
  ["restricted", 23, 76],
] as const)("%s", (level, passing, failing) => {
  test("every pod that Kubernetes admits passes every rule", () => {
    const found = fixtures(level, "pass");
    expect(found.length).toBe(passing);
    const refused = found.filter(({ pod }) => verdictOn(pod, level).length > 0);
    expect(refused.map(({ name, pod }) => [name, verdictOn(pod, level)])).toEqual([]);
  });

  test("every pod that Kubernetes refuses is found fault with", () => {
    const found = fixtures(level, "fail");
    expect(found.length).toBe(failing);
    for (const { pod } of found) expect(podOf(pod)).toBeDefined();
    expect(found.filter(({ pod }) => verdictOn(pod, level).length === 0).map(({ name }) => name)).toEqual([]);
  });

  test("the same pods in a Deployment, a CronJob and a Rollout are judged alike", () => {
    const nested = (pod: Resource): Resource[] => {
      const { metadata, spec } = pod.props;
      const template = { metadata, spec };
      return [
        { ...pod, type: "kubernetes:apps/v1:Deployment", props: { spec: { template } } },
        { ...pod, type: "kubernetes:batch/v1:CronJob", props: { spec: { jobTemplate: { spec: { template } } } } },
        { ...pod, type: "kubernetes:argoproj.io/v1alpha1:Rollout", props: { spec: { template } } },
      ];
    };
    for (const { name, pod } of [...fixtures(level, "pass"), ...fixtures(level, "fail")])
      for (const each of nested(pod)) expect([name, verdictOn(each, level)]).toEqual([name, verdictOn(pod, level)]);
  });
});
