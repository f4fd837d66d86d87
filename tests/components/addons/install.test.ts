import * as k8s from "@pulumi/kubernetes";
import { catalogue } from "../../../components/addons/catalogue";
import type { AddonInstall } from "../../../components/addons/install";
import { installAddons } from "../../../components/addons/platform";
import type { AddonName } from "../../../components/contracts/addon";
import { type ResourceRecord, type Simulation, simulate } from "../../support/simulate";
import { contextOf } from "./context";
import { at, entries } from "./read";

const order: readonly AddonName[] = [
  "prometheus-operator-crds",
  "external-secrets",
  "keda",
  "node-exporter",
  "karpenter",
  "kube-prometheus-stack",
  "aws-load-balancer-controller",
  "envoy-gateway",
  "cert-manager",
];
const { scope, facts, settings } = contextOf("prod");
const monitoring = {
  ...settings.monitoring,
  routes: [{ severity: "critical", to: "slack", secret: "chat", target: "#ops" }],
} as const;

let made: Simulation;
let installed: ReadonlyMap<AddonName, AddonInstall>;

beforeAll(async () => {
  made = await simulate(() => {
    const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
    installed = installAddons({
      order,
      extraNeeds: { "envoy-gateway": ["aws-load-balancer-controller"] },
      scope,
      facts,
      settings: { ...settings, monitoring },
      provider,
      dataCidrs: ["10.0.200.0/22", "10.0.204.0/22"],
      chartMirror: "https://charts.example.com",
      identity: ({ identity }) => (identity ? { annotations: { role: identity.serviceAccount } } : undefined),
    });
  });
});

const release = (chart: string): ResourceRecord =>
  made.one("Release", `shop-prod-${chart === "karpenter-crd" ? "karpenter" : chart}-${chart}-release`);
const object = (kind: string): ResourceRecord => made.find(kind)[0]!;
const namespace = (name: string): unknown =>
  made.find("Namespace").find(({ inputs }) => at(inputs, "metadata.name") === name)?.inputs;

describe("namespaces", () => {
  test("are made for add-ons that have their own, and only for those", () => {
    expect(
      made
        .find("Namespace")
        .map(({ inputs }) => at(inputs, "metadata.name"))
        .sort(),
    ).toEqual(["cert-manager", "envoy-gateway-system", "external-secrets", "keda", "monitoring", "node-exporter"]);
  });

  test.each([
    ["cert-manager", "restricted"],
    ["monitoring", "restricted"],
    ["node-exporter", "privileged"],
  ])("%s enforces Pod Security %s", (name, level) => {
    const labels = at(namespace(name), "metadata.labels");
    expect(labels).toMatchObject({
      "app.kubernetes.io/name": name,
      "app.kubernetes.io/part-of": "slipway",
      "app.kubernetes.io/managed-by": "slipway",
      "pod-security.kubernetes.io/enforce": level,
      "pod-security.kubernetes.io/audit": level,
      "pod-security.kubernetes.io/warn": level,
    });
  });

  test("only monitoring may read the stack's secrets", () => {
    const readers = made
      .find("Namespace")
      .filter(({ inputs }) => at(inputs, ["metadata", "labels", "slipway/secrets"]) === "true");
    expect(readers.map(({ inputs }) => at(inputs, "metadata.name"))).toEqual(["monitoring"]);
  });
});

describe("network policies", () => {
  const policy = (name: string): unknown =>
    made.find("NetworkPolicy").find((each) => at(each.inputs, "metadata.name") === `${name}-egress`)?.inputs;

  test("every add-on that runs pods has one, which keeps out of the data subnets and off the node's credentials", () => {
    expect(made.find("NetworkPolicy")).toHaveLength(order.length - 1);
    for (const { inputs } of made.find("NetworkPolicy")) {
      expect(at(inputs, "spec.policyTypes")).toEqual(["Egress"]);
      expect(at(inputs, "spec.egress.0.to.1.ipBlock")).toEqual({
        cidr: "0.0.0.0/0",
        except: ["10.0.200.0/22", "10.0.204.0/22", "169.254.169.254/32"],
      });
    }
  });

  test("KEDA alone may reach stores there, at the ports that triggers read", () => {
    expect(at(policy("keda"), "spec.egress.1")).toEqual({
      to: [{ ipBlock: { cidr: "10.0.200.0/22" } }, { ipBlock: { cidr: "10.0.204.0/22" } }],
      ports: [{ protocol: "TCP", port: 5432 }],
    });
    expect(at(policy("cert-manager"), "spec.egress.1")).toBeUndefined();
  });

  test("in its own namespace for every pod, in a shared one for its own pods only", () => {
    expect(at(policy("cert-manager"), "spec.podSelector")).toEqual({});
    expect(at(policy("karpenter"), "metadata.namespace")).toBe("kube-system");
    expect(at(policy("karpenter"), "spec.podSelector.matchExpressions.0")).toEqual({
      key: "app.kubernetes.io/instance",
      operator: "In",
      values: ["karpenter-crd", "karpenter"],
    });
  });
});

describe("releases", () => {
  test("are atomic, have a time-out, own no namespace, and come from the mirror at the pinned version", () => {
    for (const { inputs } of made.find("Release")) {
      expect(inputs).toMatchObject({
        atomic: true,
        cleanupOnFail: true,
        waitForJobs: true,
        createNamespace: false,
        repositoryOpts: { repo: "https://charts.example.com" },
        version: expect.stringMatching(/^v?\d+\.\d+\.\d+$/),
      });
      expect(at(inputs, "timeout")).toBeGreaterThan(0);
    }
    expect(made.find("Release")).toHaveLength(order.length + 1);
  });

  test("run with the identity that the cloud gave them", () => {
    expect(at(release("karpenter").inputs, "values.serviceAccount.annotations")).toEqual({ role: "karpenter" });
  });

  test("are called as their chart, in the add-on's namespace", () => {
    expect(release("cert-manager").inputs).toMatchObject({ name: "cert-manager", namespace: "cert-manager" });
  });
});

describe("order", () => {
  test.each<[later: string, earlier: string, resource: () => ResourceRecord, before: () => ResourceRecord]>([
    ["a controller", "its definitions", () => release("karpenter"), () => release("karpenter-crd")],
    ["an object", "its controller", () => object("EC2NodeClass"), () => release("karpenter")],
    ["a pool", "its class", () => object("NodePool"), () => object("EC2NodeClass")],
    ["a release", "the definitions of monitors", () => release("karpenter"), () => release("prometheus-operator-crds")],
    ["a gateway", "who binds its targets", () => object("Gateway"), () => release("aws-load-balancer-controller")],
    ["cert-manager", "the Gateway API", () => release("cert-manager"), () => release("envoy-gateway")],
    ["alert credentials", "the store", () => object("ExternalSecret"), () => object("ClusterSecretStore")],
    ["Prometheus", "Grafana's password", () => release("kube-prometheus-stack"), () => made.one("Secret")],
  ])("%s waits for %s", (_, __, later, earlier) => {
    expect(made.waits(later(), earlier())).toBe(true);
    expect(made.waits(earlier(), later())).toBe(false);
  });

  test("add-ons that do not need each other wait for nothing of each other", () => {
    expect(made.waits(release("karpenter"), release("external-secrets"))).toBe(false);
    expect(made.waits(release("external-secrets"), release("karpenter"))).toBe(false);
  });

  test("every release waits for its namespace", () => {
    const own = made.find("Namespace").find(({ inputs }) => at(inputs, "metadata.name") === "cert-manager")!;
    expect(made.waits(release("cert-manager"), own)).toBe(true);
  });

  test("an order that leaves out or comes before a need is refused", async () => {
    const install = (names: readonly AddonName[]) => () => {
      const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
      installAddons({ order: names, scope, facts, settings, provider, dataCidrs: [], identity: () => undefined });
    };
    await expect(simulate(install(["karpenter"]))).rejects.toThrow(
      /karpenter must come after prometheus-operator-crds/,
    );
  });
});

describe("secrets", () => {
  test("Grafana's password is made once, and kept as a secret", () => {
    const secret = made.one("Secret");
    expect(at(secret.inputs, "metadata")).toMatchObject({ name: "grafana-admin", namespace: "monitoring" });
    expect(secret.secrets).toEqual(expect.arrayContaining(["stringData"]));
    expect(at(secret.inputs, ["stringData", "admin-user"])).toBe("admin");
  });

  test("stand in no release's values", () => {
    const password = String(at(made.one("Secret").inputs, ["stringData", "admin-password"]));
    expect(password.length).toBeGreaterThanOrEqual(16);
    for (const { inputs, secrets } of made.find("Release")) {
      expect(secrets).not.toContain("values");
      for (const [, value] of entries(inputs)) expect(String(value)).not.toContain(password);
    }
  });
});

describe("what is watched", () => {
  test("each add-on with alerts brings its rules, in its own namespace", () => {
    const rules = made
      .find("PrometheusRule")
      .map(({ inputs }) => [at(inputs, "metadata.namespace"), at(inputs, "metadata.name")]);
    expect(rules).toEqual(
      expect.arrayContaining([
        ["kube-system", "slipway-karpenter"],
        ["monitoring", "slipway-kube-prometheus-stack"],
        ["cert-manager", "slipway-cert-manager"],
      ]),
    );
  });

  test("what nothing but Prometheus calls refuses everything else", () => {
    const closed = made.find("NetworkPolicy").filter(({ name }) => name.endsWith("-ingress"));
    const wanted = order.filter((name) => catalogue[name].scrapedOnly);
    expect(closed.map(({ inputs }) => at(inputs, "metadata.namespace")).sort()).toEqual([...wanted].sort());
    for (const { inputs } of closed) {
      expect(inputs["spec"]).toMatchObject({ podSelector: {}, policyTypes: ["Ingress"] });
      expect(JSON.stringify(at(inputs, "spec.ingress"))).toContain('"kubernetes.io/metadata.name":"monitoring"');
    }
  });

  test("all dashboards are where Grafana looks", () => {
    const maps = made.find("ConfigMap").filter(({ inputs }) => at(inputs, "metadata.labels.grafana_dashboard") === "1");
    expect(maps.length).toBeGreaterThan(2);
    for (const { inputs } of maps) expect(at(inputs, "metadata.namespace")).toBe("monitoring");
  });

  test("there is a component for each add-on, and nothing is without a parent", () => {
    expect([...installed.keys()]).toEqual(order);
    const components = made.find("slipway:addons:Addon");
    expect(components.map(({ name }) => name).sort()).toEqual(order.map((name) => `shop-prod-${name}`).sort());
    const urns = new Set(components.map(({ urn }) => urn));
    const orphans = made.resources.filter(
      ({ type, parent }) => /^(kubernetes|random):/.test(type) && !urns.has(parent ?? ""),
    );
    expect(orphans).toEqual([]);
  });
});
