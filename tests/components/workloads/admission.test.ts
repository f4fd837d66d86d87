import { WorkloadAdmission, type WorkloadAdmissionArgs } from "../../../components/workloads/admission";
import { imageRules, podRules, serviceRules } from "../../../components/workloads/admission-rules";
import { simulate } from "../../support/simulate";

const make = (over: Partial<WorkloadAdmissionArgs> = {}) =>
  simulate(
    () =>
      new WorkloadAdmission("shop-dev-admission", {
        ...{ partOf: "shop", namespaces: ["shop"], otherNamespaces: [], limits: { registries: [], digest: false } },
        ...over,
      }),
  );
type Spec = { policyName: string; validations: { message: string }[]; matchResources: object };
const specs = (made: Awaited<ReturnType<typeof make>>, type: string) =>
  made
    .find(type)
    .map(({ name, inputs }) => [name, inputs["spec"] as unknown as Spec] as const)
    .sort(([a], [b]) => a.localeCompare(b));

describe("admission to the namespaces of workloads", () => {
  test("each policy is bound to its namespaces alone, and denies", async () => {
    const made = await make({ otherNamespaces: ["grafana"] });
    const policies = specs(made, "ValidatingAdmissionPolicy").map(([name]) => name);
    expect(policies).toEqual(["images", "pods", "services"].map((what) => `shop-dev-admission-${what}`));
    expect(
      specs(made, "ValidatingAdmissionPolicyBinding").map(([, { policyName, ...rest }]) => [policyName, rest]),
    ).toEqual(
      policies.map((policy) => [
        policy,
        {
          validationActions: ["Deny"],
          matchResources: {
            namespaceSelector: {
              matchExpressions: [
                {
                  ...{ key: "kubernetes.io/metadata.name", operator: "In" },
                  values: policy.endsWith("-pods") ? ["shop"] : ["shop", "grafana"],
                },
              ],
            },
          },
        },
      ]),
    );
  });

  test("every refusal begins with the name of its rule, and names differ", () => {
    const rules = [...podRules, ...imageRules({ registries: ["ghcr.io/acme"], digest: true }), ...serviceRules];
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.map(({ name }) => name)).toEqual(expect.arrayContaining(["image-digest", "image-registry"]));
  });

  test("rules of digests and registries are there when they are asked for", () => {
    const names = imageRules({ registries: [], digest: false }).map(({ name }) => name);
    expect(names).toEqual(["image-version", "image-pull"]);
  });

  test("a registry is matched as a folder, and no text of config can leave its quotes", () => {
    const [rule] = imageRules({ registries: ["ghcr.io/acme", "x' || true || '"], digest: false }).filter(
      ({ name }) => name === "image-registry",
    );
    expect(rule?.expression).toContain(`['ghcr.io/acme/', 'x\\' || true || \\'/']`);
  });
});
