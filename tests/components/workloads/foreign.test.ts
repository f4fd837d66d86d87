import * as k8s from "@pulumi/kubernetes";
import { ChartWorkload, type ChartWorkloadArgs } from "../../../components/workloads/chart";
import { type Manifest, ManifestsWorkload } from "../../../components/workloads/manifests";
import { namespaceTraffic } from "../../../components/workloads/namespace-network";
import { simulate } from "../../support/simulate";

const closed = { callers: [], ports: [], openings: [], egressInternet: false };

describe("a third-party chart", () => {
  const args: ChartWorkloadArgs = {
    ...{ releaseName: "mq", partOf: "shop", namespace: "shop-mq", podSecurity: "baseline", network: closed },
    chart: { repo: "https://charts.example.com/", chart: "rabbitmq", version: "4.2.1" },
    ...{ values: { replicas: 3 }, timeoutSeconds: 900, quota: { pods: 10, storageGb: 50 } },
  };
  const make = (over: Partial<ChartWorkloadArgs> = {}) =>
    simulate(() => new ChartWorkload("shop-dev-mq", { ...args, ...over }));

  test("is an atomic release of the pinned version, in a namespace of its own, and called by the workload", async () => {
    const made = await make();
    expect(made.one("helm.sh/v3:Release").inputs).toMatchObject({
      ...{ name: "mq", namespace: "shop-mq", chart: "rabbitmq", version: "4.2.1", values: { replicas: 3 } },
      ...{ repositoryOpts: { repo: "https://charts.example.com" }, timeout: 900 },
      ...{ atomic: true, cleanupOnFail: true, createNamespace: false, waitForJobs: true },
    });
    expect(made.one("core/v1:Namespace").inputs.metadata).toMatchObject({
      name: "shop-mq",
      labels: {
        ...{ "app.kubernetes.io/part-of": "shop", "app.kubernetes.io/managed-by": "slipway" },
        "pod-security.kubernetes.io/enforce": "baseline",
      },
    });
    expect(made.one("ResourceQuota").inputs.metadata).toMatchObject({ namespace: "shop-mq" });
  });

  test("from a registry, and from a mirror", async () => {
    const oci = await make({ chart: { repo: "oci://ghcr.io/example", chart: "rabbitmq", version: "4.2.1" } });
    expect(oci.one("helm.sh/v3:Release").inputs).toMatchObject({
      chart: "oci://ghcr.io/example/rabbitmq",
      version: "4.2.1",
    });
    const mirrored = await make({ chartMirror: "/mirror" });
    expect(mirrored.one("helm.sh/v3:Release").inputs.chart).toBe("/mirror/rabbitmq-4.2.1.tgz");
  });

  test("its pods never start before what closes the namespace, nor before its openings and its quota", async () => {
    const made = await make();
    const release = made.one("helm.sh/v3:Release");
    for (const [type, name] of [
      ["NetworkPolicy", "default-deny"],
      ["ResourceQuota", "quota"],
      ["LimitRange", "limits"],
    ] as const) {
      expect(made.waits(release, made.one(type, `-${name}`))).toBe(true);
    }
    expect(made.waits(release, made.one("NetworkPolicy", "traffic"))).toBe(true);
    expect(release.parent).toBe(made.one("slipway:workloads:Chart").urn);
  });
});

describe("the traffic of a namespace", () => {
  const rules = async (over: Partial<Parameters<typeof namespaceTraffic>[0]>) => {
    const made = await simulate(
      () => new k8s.networking.v1.NetworkPolicy("p", { spec: namespaceTraffic({ ...closed, ...over }) }),
    );
    return made.one("NetworkPolicy").inputs.spec as { ingress: object[]; egress: object[] };
  };
  const inside = [{ podSelector: {} }];

  test("closed: its pods reach one another, and DNS", async () => {
    const { ingress, egress } = await rules({});
    expect(ingress).toEqual([{ from: inside }]);
    expect(egress).toEqual([
      { to: inside },
      {
        to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }],
        ports: [
          { protocol: "UDP", port: 53 },
          { protocol: "TCP", port: 53 },
        ],
      },
    ]);
  });

  test("callers on the ports; without ports nobody", async () => {
    const callers = [{ namespace: "shop", labels: { "app.kubernetes.io/name": "web" } }];
    expect((await rules({ callers })).ingress).toHaveLength(1);
    expect((await rules({ callers, ports: [5672] })).ingress[1]).toEqual({
      from: [
        {
          podSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } },
        },
      ],
      ports: [{ protocol: "TCP", port: 5672 }],
    });
  });

  test("ranges, pods, public addresses, the internet", async () => {
    const { egress } = await rules({
      egressInternet: true,
      openings: [
        { name: "a", cidrs: ["10.0.0.0/16"], port: 443 },
        { name: "b", pods: { labels: { a: "b" } }, port: 53, protocol: "UDP" },
        { name: "c", public: true, port: 587 },
      ],
    });
    const world = expect.objectContaining({ ipBlock: expect.objectContaining({ cidr: "0.0.0.0/0" }) });
    expect(egress.slice(2)).toEqual([
      { to: [{ ipBlock: { cidr: "10.0.0.0/16" } }], ports: [{ protocol: "TCP", port: 443 }] },
      { to: [{ podSelector: { matchLabels: { a: "b" } } }], ports: [{ protocol: "UDP", port: 53 }] },
      { to: [world], ports: [{ protocol: "TCP", port: 587 }] },
      { to: [world], ports: [{ protocol: "TCP", port: 443 }] },
    ]);
    expect(JSON.stringify(egress)).toContain("169.254.0.0/16");
  });
});

test("raw objects: one resource each with the SDK's own type, in their order, labelled and placed", async () => {
  const objects: readonly { manifest: Manifest; namespace?: string }[] = [
    { manifest: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { k: "v" } }, namespace: "shop" },
    {
      manifest: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "a", namespace: "b", labels: { x: "y" } },
      },
      namespace: "b",
    },
    { manifest: { apiVersion: "example.com/v1", kind: "Wide", metadata: { name: "a" }, spec: { n: 1 } } },
  ];
  const made = await simulate(
    () => new ManifestsWorkload("shop-dev-extras", { partOf: "shop", workload: "extras", objects }),
  );
  const own = made.children(made.one("slipway:workloads:Manifests"));
  expect(own.map(({ type, name }) => `${type} ${name}`)).toEqual([
    "kubernetes:core/v1:ConfigMap shop-dev-extras-configmap-a",
    "kubernetes:apps/v1:Deployment shop-dev-extras-deployment-b-a",
    "kubernetes:example.com/v1:Wide shop-dev-extras-wide-a",
  ]);
  const labels = {
    ...{ "app.kubernetes.io/name": "extras", "app.kubernetes.io/part-of": "shop" },
    "app.kubernetes.io/managed-by": "slipway",
  };
  expect(own.map(({ inputs }) => inputs)).toEqual([
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "shop", labels }, data: { k: "v" } },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "a", namespace: "b", labels: { ...labels, x: "y" } },
    },
    { apiVersion: "example.com/v1", kind: "Wide", metadata: { name: "a", labels }, spec: { n: 1 } },
  ]);
  expect(made.waits(own[1]!, own[0]!) && made.waits(own[2]!, own[1]!)).toBe(true);
});
