import { WorkloadNamespace, type WorkloadNamespaceArgs } from "../../../components/workloads/namespace";
import { simulate } from "../../support/simulate";

const make = (over: Partial<WorkloadNamespaceArgs> = {}) =>
  simulate(() => new WorkloadNamespace("shop-dev-namespace", { namespace: "shop", partOf: "shop", ...over }));

describe("the namespace of workloads", () => {
  test("holds pods to Pod Security restricted, and lets nothing in or out that no policy opens", async () => {
    const made = await make();
    const { labels } = made.one("kubernetes:core/v1:Namespace").inputs.metadata as { labels: Record<string, string> };
    for (const mode of ["enforce", "audit", "warn"]) {
      expect(labels[`pod-security.kubernetes.io/${mode}`]).toBe("restricted");
    }
    expect(made.one("NetworkPolicy").inputs.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("its pods are part of the mesh where there is one", async () => {
    const labels = async (mesh: boolean) =>
      (await make({ mesh })).one("kubernetes:core/v1:Namespace").inputs.metadata as { labels: object };
    expect((await labels(true)).labels).toMatchObject({ "istio.io/dataplane-mode": "ambient" });
    expect(JSON.stringify(await labels(false))).not.toContain("istio.io");
  });

  test("without a quota there is neither quota nor defaults", async () => {
    const made = await make();
    expect([...made.find("ResourceQuota"), ...made.find("LimitRange"), ...made.find("PriorityClass")]).toEqual([]);
  });

  test("a quota: requests, pods, disks, no way in beside the gateway; and defaults for what requests nothing", async () => {
    const made = await make({ quota: { cpu: 32, memoryGb: 256, pods: 320, storageGb: 100 } });
    expect(made.one("ResourceQuota").inputs.spec).toEqual({
      hard: {
        "requests.cpu": "32",
        "requests.memory": "256Gi",
        pods: "320",
        "requests.storage": "100Gi",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
      },
    });
    expect(made.one("LimitRange").inputs.spec).toMatchObject({
      limits: [{ type: "Container", defaultRequest: { cpu: "50m" }, default: { memory: "256Mi" } }],
    });
  });

  test("cores and memory may be without bounds", async () => {
    const made = await make({ quota: { pods: 10, storageGb: 0 } });
    const { hard } = made.one("ResourceQuota").inputs.spec as { hard: object };
    expect(Object.keys(hard)).toEqual(["pods", "requests.storage", "services.loadbalancers", "services.nodeports"]);
  });

  test("a class for each priority that is asked for: high pushes out, low never does", async () => {
    const made = await make({ priorities: ["high", "low"] });
    const classes = made.find("PriorityClass").map(({ inputs }) => inputs);
    expect(classes).toMatchObject([
      { metadata: { name: "shop-high" }, preemptionPolicy: "PreemptLowerPriority" },
      { metadata: { name: "shop-low" }, preemptionPolicy: "Never" },
    ]);
    expect(Number(classes[0]!.value)).toBeGreaterThan(0);
    expect(Number(classes[1]!.value)).toBeLessThan(0);
  });
});
