import { gateway, listenerName } from "../../../components/addons/gateway";
import type { KubernetesObject } from "../../../components/contracts/addon";
import { contextOf } from "./context";
import { at, objectsOf } from "./read";

const prod = contextOf("prod");
const one = (objects: readonly KubernetesObject[], kind: string, name?: string): KubernetesObject | undefined =>
  objects.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));

describe("cert-manager's issuer", () => {
  const server = (environment: "dev" | "staging" | "prod") =>
    at(objectsOf("cert-manager", contextOf(environment))[0], "spec.acme.server");

  test("only prod asks for certificates that browsers trust", () => {
    expect(server("prod")).toBe("https://acme-v02.api.letsencrypt.org/directory");
    expect(server("staging")).toMatch(/acme-staging/);
    expect(server("dev")).toMatch(/acme-staging/);
  });

  test("answers on the gateway's plain listener", () => {
    expect(at(objectsOf("cert-manager", prod)[0], "spec.acme.solvers.0.http01.gatewayHTTPRoute.parentRefs.0")).toEqual({
      group: "gateway.networking.k8s.io",
      kind: "Gateway",
      name: "slipway",
      namespace: "envoy-gateway-system",
      sectionName: "http",
    });
  });

  test("is left out without an address for its mail", () => {
    expect(objectsOf("cert-manager", contextOf("prod", { acmeEmail: undefined }))).toEqual([]);
  });
});

describe("the secret store", () => {
  const [store] = objectsOf("external-secrets", prod);

  test("is open to labelled namespaces only, and holds no credential", () => {
    expect(at(store, "spec.conditions")).toEqual([
      { namespaceSelector: { matchLabels: { "slipway/secrets": "true" } } },
    ]);
    expect(at(store, "spec.provider.aws")).toEqual({ service: "SecretsManager", region: "eu-west-1" });
  });
});

describe("Karpenter's pool", () => {
  const objects = objectsOf("karpenter", prod);
  const pool = one(objects, "NodePool");
  const nodeClass = one(objects, "EC2NodeClass");
  const requirement = (object: unknown, key: string): unknown =>
    (at(object, "spec.template.spec.requirements") as { key: string; values: string[] }[]).find(
      (each) => each.key === key,
    )?.values;

  test("comes after its class, so that it goes before it", () => {
    expect(objects.map(({ kind }) => kind)).toEqual(["EC2NodeClass", "NodePool"]);
    expect(at(pool, "spec.template.spec.nodeClassRef.name")).toBe(nodeClass?.metadata.name);
  });

  test("machines keep their credentials from pods", () => {
    expect(at(nodeClass, "spec.metadataOptions")).toMatchObject({ httpTokens: "required", httpPutResponseHopLimit: 1 });
  });

  test.each([
    ["bottlerocket@v1.65.0", ["/dev/xvda", "/dev/xvdb"]],
    ["al2023@v20261101", ["/dev/xvda"]],
  ])("%s has encrypted gp3 disks", (image, devices) => {
    const nodes = { ...prod.settings.nodes, image };
    const disks = at(
      one(objectsOf("karpenter", contextOf("prod", { nodes })), "EC2NodeClass"),
      "spec.blockDeviceMappings",
    );
    expect(disks).toEqual(
      devices.map((deviceName) => ({
        deviceName,
        ebs: expect.objectContaining({ volumeType: "gp3", encrypted: true }),
      })),
    );
  });

  test("the image is pinned, and places are named by id, so that an adopted network needs no tags", () => {
    expect(at(nodeClass, "spec.amiSelectorTerms")).toEqual([{ alias: "bottlerocket@v1.65.0" }]);
    expect(at(nodeClass, "spec.subnetSelectorTerms")).toEqual([{ id: "subnet-private-a" }, { id: "subnet-private-b" }]);
    expect(at(nodeClass, "spec.securityGroupSelectorTerms")).toEqual([{ id: "sg-nodes" }]);
    expect(at(nodeClass, "spec.tags")).toMatchObject({ Project: "shop", Stack: "prod" });
  });

  test.each([
    ["spot", ["spot", "on-demand"]],
    ["onDemand", ["on-demand"]],
  ] as const)("capacity %s buys %j", (capacity, types) => {
    const nodes = { ...prod.settings.nodes, capacity };
    const bought = one(objectsOf("karpenter", contextOf("prod", { nodes })), "NodePool");
    expect(requirement(bought, "karpenter.sh/capacity-type")).toEqual(types);
  });

  test("there is a cap on what it buys, and an end to each machine", () => {
    expect(at(pool, "spec.limits.cpu")).toBe("32");
    expect(at(pool, "spec.template.spec.expireAfter")).toBe("336h");
    expect(requirement(pool, "kubernetes.io/arch")).toEqual(["amd64", "arm64"]);
  });
});

describe("the gateway", () => {
  const objects = objectsOf("envoy-gateway", prod);
  const plain = objectsOf("envoy-gateway", contextOf("prod", { acmeEmail: undefined }));
  const listeners = (of: readonly KubernetesObject[]) =>
    at(one(of, "Gateway"), "spec.listeners") as { name: string; port: number; hostname?: string }[];

  test("has a listener for each host, with a certificate of its own", () => {
    expect(listeners(objects).map(({ name, port, hostname }) => [name, port, hostname])).toEqual([
      ["http", 80, undefined],
      ["shop-example-com", 443, "shop.example.com"],
      ["api-example-com", 443, "api.example.com"],
    ]);
    expect(at(one(objects, "Gateway"), "spec.listeners.1.tls.certificateRefs")).toEqual([
      { kind: "Secret", name: "shop-example-com-tls" },
    ]);
    expect(at(one(objects, "Gateway"), ["metadata", "annotations", "cert-manager.io/cluster-issuer"])).toBe(
      "letsencrypt",
    );
  });

  test("routes come from namespaces of the stack, and none by plain HTTP", () => {
    const same = { namespaces: { from: "Same" } };
    const stack = {
      namespaces: { from: "Selector", selector: { matchLabels: { "app.kubernetes.io/managed-by": "slipway" } } },
    };
    expect(at(one(objects, "Gateway"), "spec.listeners.0.allowedRoutes")).toEqual(same);
    expect(at(one(objects, "Gateway"), "spec.listeners.1.allowedRoutes")).toEqual(stack);
    expect(at(one(plain, "Gateway"), "spec.listeners.0.allowedRoutes")).toEqual(stack);
  });

  test("plain HTTP is sent to HTTPS", () => {
    expect(at(one(objects, "HTTPRoute"), "spec.rules.0.filters.0.requestRedirect")).toEqual({
      scheme: "https",
      statusCode: 301,
    });
    expect(at(one(objects, "HTTPRoute"), "spec.parentRefs.0.sectionName")).toBe("http");
  });

  test("without certificates it serves plain HTTP and redirects nothing", () => {
    expect(listeners(plain).map(({ name }) => name)).toEqual(["http"]);
    expect(one(plain, "HTTPRoute")).toBeUndefined();
    expect(at(one(plain, "Gateway"), "metadata.annotations")).toBeUndefined();
  });

  test("its pods are bound to the targets of the ports that it serves", () => {
    const bound = (of: readonly KubernetesObject[]) =>
      of
        .filter(({ kind }) => kind === "TargetGroupBinding")
        .map(({ spec }) => [at(spec, "serviceRef.name"), at(spec, "serviceRef.port"), at(spec, "targetGroupARN")]);
    expect(bound(objects)).toEqual([
      [gateway.service, 80, "arn:http"],
      [gateway.service, 443, "arn:https"],
    ]);
    expect(bound(plain)).toEqual([[gateway.service, 80, "arn:http"]]);
    expect(bound(objectsOf("envoy-gateway", contextOf("prod", { targets: [] })))).toEqual([]);
  });

  test("the bindings' Service is the one that Envoy gets, and opens no load balancer", () => {
    expect(at(one(objects, "EnvoyProxy"), "spec.provider.kubernetes.envoyService")).toEqual({
      type: "ClusterIP",
      name: gateway.service,
    });
  });

  test.each([
    ["dev", 1, undefined],
    ["prod", 2, { maxUnavailable: 1 }],
  ] as const)("in %s Envoy has %d pods, and a budget where it can", (environment, replicas, budget) => {
    const proxy = one(objectsOf("envoy-gateway", contextOf(environment)), "EnvoyProxy");
    expect(at(proxy, "spec.provider.kubernetes.envoyDeployment.replicas")).toBe(replicas);
    expect(at(proxy, "spec.provider.kubernetes.envoyPDB")).toEqual(budget);
    expect(at(proxy, "spec.provider.kubernetes.envoyDeployment.container.securityContext")).toMatchObject({
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
    });
  });

  test("what is made later refers to what is there", () => {
    expect(objects.map(({ kind }) => kind)).toEqual([
      "EnvoyProxy",
      "GatewayClass",
      "Gateway",
      "ClientTrafficPolicy",
      "HTTPRoute",
      "TargetGroupBinding",
      "TargetGroupBinding",
      "PodMonitor",
    ]);
  });

  test.each([
    ["shop.example.com", "shop-example-com"],
    ["Shop.Example.com", "shop-example-com"],
    ["*.example.com", "wildcard-example-com"],
  ])("the listener of %s is called %s", (host, name) => {
    expect(listenerName(host)).toBe(name);
  });
});

describe("credentials of alert routes", () => {
  const routes = [
    { severity: "critical", to: "pagerduty", secret: "pager" },
    { severity: "warning", to: "slack", secret: "chat" },
    { severity: "info", to: "slack", secret: "chat" },
  ] as const;
  const monitoring = { ...prod.settings.monitoring, routes };

  test("are copied from the secret manager, each once", () => {
    const [secret] = objectsOf("kube-prometheus-stack", contextOf("prod", { monitoring }));
    expect(at(secret, "spec.data")).toEqual([
      { secretKey: "chat", remoteRef: { key: "shop/prod/chat" } },
      { secretKey: "pager", remoteRef: { key: "shop/prod/pager" } },
    ]);
    expect(at(secret, "spec.secretStoreRef")).toEqual({ kind: "ClusterSecretStore", name: "slipway" });
  });

  test("no route, no secret", () => {
    expect(objectsOf("kube-prometheus-stack", prod)).toEqual([]);
  });
});
