import { ConfigError, type Problem } from "../../../../stacks/config/errors";
import { parseConfig } from "../../../../stacks/config/load";
import { plannerOf } from "../../../../stacks/plan/clouds/registry";
import { planStack } from "../../../../stacks/plan/plan";
import { planQuota } from "../../../../stacks/plan/quota";
import { type Raw, rawStack, stackConfig, web } from "../../../support/configs";

function problemsOf(raw: Raw): readonly Problem[] {
  try {
    parseConfig(rawStack(raw), "Pulumi.test.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const reading = { secrets: ["key"], workloads: { api: web({ secrets: { KEY: "key" } }) } };
const vault = { kind: "vault", server: "https://vault.example.com:8200", role: "shop" };

describe("where secrets come from", () => {
  test.each<[string, Raw, string, RegExp]>([
    ["a pull secret that is no secret", { pullSecrets: ["ghcr"] }, "pullSecrets[0]", /there is none yet/],
    [
      "Pulumi without the value",
      { ...reading, secretSource: { kind: "pulumi" } },
      "secretValues.key",
      /config set --secret/,
    ],
    [
      "a value that nobody would read",
      { ...reading, secretSource: { kind: "kubernetes" }, secretValues: { key: "x" } },
      "secretValues.key",
      /set key where the others are/,
    ],
    ["Vault in plain HTTP", { secretSource: { ...vault, server: "http://vault" } }, "secretSource.server", /https/],
    ["Vault without a role", { secretSource: { ...vault, role: undefined } }, "secretSource.role", /Role of Vault/],
    ["a source that there is not", { secretSource: { kind: "valt" } }, "secretSource.kind", /did you mean "vault"/],
  ])("%s", (_, over, path, words) => {
    const problems = problemsOf(over);
    expect(problems.map((problem) => problem.path)).toEqual([path]);
    expect(Object.values(problems[0]!).join("\n")).toMatch(words);
    expect(Object.values(problems[0]!).join("\n")).not.toContain('"x"');
  });

  test("the cloud keeps a place for each; from elsewhere only for those of alert routes", () => {
    const routes = { monitoring: { routes: [{ severity: "warning", to: "pagerduty", secret: "pager" }] } };
    const secrets = { ...routes, ...reading, secrets: ["key", "pager"] };
    expect(planStack(stackConfig(secrets), "dev").secrets).toEqual(["key", "pager"]);
    expect(planStack(stackConfig({ ...secrets, secretSource: vault }), "dev").secrets).toEqual(["pager"]);
  });

  test("names begin with the stack's own prefix there, or with one that config gives", () => {
    const source = (secretSource: Raw) => planStack(stackConfig({ secretSource }), "dev").secretSource;
    expect(source(vault)).toMatchObject({ prefix: "shop/dev/", path: "secret", version: "v2", property: "value" });
    expect(source({ kind: "store", name: "mine", scope: "namespace", prefix: "" })).toEqual({
      kind: "store",
      store: { name: "mine", kind: "SecretStore" },
      prefix: "",
    });
  });
});

describe("the quota of the namespace", () => {
  const quota = (over: Raw = {}) => {
    const config = stackConfig(over);
    return planQuota(config, plannerOf(config.cloud).traits(config.cluster));
  };

  test("with Karpenter follows what it may buy", () => {
    expect(quota({ cluster: { maxCpu: 40 } })).toEqual({ cpu: 40, memoryGb: 320, pods: 400, storageGb: 400 });
  });

  test("with fixed nodes bounds neither cores nor memory, unless config does", () => {
    expect(quota({ cluster: { compute: "managed", maxCpu: 40 } })).toEqual({ pods: 400, storageGb: 400 });
    expect(quota({ cluster: { compute: "managed", maxCpu: 40 }, quota: { cpu: 10 } })).toMatchObject({
      cpu: 10,
      memoryGb: 80,
    });
  });

  test("is config's own where that says so, or there is none", () => {
    const own = { cpu: 5, memoryGb: 6, pods: 7, storageGb: 8 };
    expect(quota({ quota: own })).toEqual(own);
    expect(quota({ quota: { enabled: false } })).toBeUndefined();
  });

  test("priorities are those that workloads ask for", () => {
    const { priorities } = planStack(stackConfig({ workloads: { a: web({ priority: "low" }), b: web() } }), "dev");
    expect(priorities).toEqual(["low"]);
  });
});
