import { catalogue } from "../../../components/addons/catalogue";
import { sharedNamespaces } from "../../../components/addons/definition";
import { join } from "../../../components/addons/late";
import { addonStatements } from "../../../components/clouds/aws/addon-rights";
import type { AddonName } from "../../../components/contracts/addon";
import { contextOf } from "./context";
import { at, entries, valuesOf } from "./read";

const names = Object.keys(catalogue) as AddonName[];
const controllers = names.filter((name) => catalogue[name].crdsOnly !== true);

describe.each(names)("%s", (name) => {
  const definition = catalogue[name];

  test("is called as its key, and what it releases has a time-out", () => {
    expect(definition.name).toBe(name);
    expect(definition.releases.length).toBeGreaterThan(0);
    for (const { timeoutSeconds } of definition.releases) expect(timeoutSeconds).toBeGreaterThanOrEqual(120);
  });

  test("its values are plain data in every environment, the same each time", () => {
    for (const environment of ["dev", "staging", "prod"] as const) {
      for (const { values } of definition.releases) {
        const once = JSON.stringify(values(contextOf(environment)));
        expect(JSON.stringify(values(contextOf(environment)))).toBe(once);
        expect(JSON.parse(once)).toEqual(values(contextOf(environment)));
      }
    }
  });

  test("only a namespace that Slipway does not make is left without Pod Security", () => {
    const open = definition.podSecurity === "privileged";
    expect(open).toBe(sharedNamespaces.has(definition.namespace) || ["istio", "node-exporter"].includes(name));
  });

  test("what ships rules or monitors comes after their definitions", () => {
    const ships = JSON.stringify(definition.releases.map(({ values }) => values(contextOf("prod")))).match(/monitor/i);
    if (ships || definition.alerts) expect(definition.needs).toContain("prometheus-operator-crds");
  });

  test("no value is a secret, floats, or gives a pod more than it needs", () => {
    for (const { values } of definition.releases) {
      for (const [path, value] of entries(values(contextOf("prod")))) {
        expect(`${path}=${String(value)}`).not.toMatch(
          /(password|(?<!automountServiceAccount)token|apiKey|secretKey)=./i,
        );
        expect(`${path}=${String(value)}`).not.toMatch(
          /(privileged|hostPID|hostIPC|hostNetwork|allowPrivilegeEscalation)=true/,
        );
        expect(`${path}=${String(value)}`).not.toMatch(/runAsNonRoot=false|(tag|version)=latest/);
      }
    }
  });
});

describe("replicas", () => {
  const places: readonly [AddonName, string][] = [
    ["aws-load-balancer-controller", "replicaCount"],
    ["cert-manager", "replicaCount"],
    ["cert-manager", "webhook.replicaCount"],
    ["cert-manager", "cainjector.replicaCount"],
    ["cluster-autoscaler", "replicaCount"],
    ["envoy-gateway", "deployment.replicas"],
    ["external-secrets", "replicaCount"],
    ["external-secrets", "webhook.replicaCount"],
    ["karpenter", "replicas"],
    ["argo-rollouts", "controller.replicas"],
    ["keda", "operator.replicaCount"],
    ["kube-prometheus-stack", "prometheus.prometheusSpec.replicas"],
    ["kube-prometheus-stack", "alertmanager.alertmanagerSpec.replicas"],
    ["kyverno", "admissionController.replicas"],
    ["metrics-server", "replicas"],
    ["reloader", "reloader.deployment.replicas"],
    ["vertical-pod-autoscaler", "recommender.replicas"],
  ];

  test.each(places)("%s: %s is one in dev and two elsewhere", (name, path) => {
    expect(at(valuesOf(name, contextOf("dev")), path)).toBe(1);
    expect(at(valuesOf(name, contextOf("prod")), path)).toBe(2);
  });

  test("a budget that would keep a single pod from moving is never made", () => {
    expect(at(valuesOf("metrics-server", contextOf("dev")), "podDisruptionBudget.enabled")).toBe(false);
    expect(at(valuesOf("metrics-server", contextOf("prod")), "podDisruptionBudget.enabled")).toBe(true);
    expect(at(valuesOf("external-secrets", contextOf("dev")), "podDisruptionBudget.enabled")).toBe(false);
    expect(at(valuesOf("envoy-gateway", contextOf("dev")), "podDisruptionBudget")).toBeUndefined();
    expect(at(valuesOf("envoy-gateway", contextOf("prod")), "podDisruptionBudget.minAvailable")).toBe(1);
    expect(at(valuesOf("aws-load-balancer-controller", contextOf("dev")), "podDisruptionBudget")).toEqual({});
    expect(at(valuesOf("keda", contextOf("dev")), "podDisruptionBudget.operator")).toEqual({});
  });
});

describe("identities", () => {
  const places: readonly [AddonName, string][] = [
    ["alloy", "serviceAccount"],
    ["aws-load-balancer-controller", "serviceAccount"],
    ["cert-manager", "serviceAccount"],
    ["cloudwatch-exporter", "serviceAccount"],
    ["cluster-autoscaler", "rbac.serviceAccount"],
    ["external-dns", "serviceAccount"],
    ["external-secrets", "serviceAccount"],
    ["karpenter", "serviceAccount"],
    ["keda", "serviceAccount.operator"],
    ["kube-prometheus-stack", "alertmanager.serviceAccount"],
    ["kyverno", "admissionController.rbac.serviceAccount"],
    ["loki", "serviceAccount"],
    ["tempo", "serviceAccount"],
  ];

  test("those that call the cloud are these", () => {
    expect(names.filter((name) => catalogue[name].identity)).toEqual(places.map(([name]) => name));
  });

  test.each(places)("%s runs as the service account that the identity is for, with its annotations", (name, path) => {
    const context = contextOf("prod");
    const account = at(valuesOf(name, context), path);
    expect(at(account, "name")).toBe(catalogue[name].identity?.serviceAccount);
    expect(at(account, "annotations")).toEqual(context.annotations);
  });
});

describe("what matters most of each", () => {
  const prod = contextOf("prod");

  test("all that runs pods is told how much they may take", () => {
    for (const name of controllers) {
      const found = [...entries(valuesOf(name, prod))].filter(([path]) => path.endsWith("limits.memory"));
      expect([name, found.length > 0]).toEqual([name, true]);
    }
  });

  test("controllers that mend the cluster are evicted last", () => {
    for (const name of ["karpenter", "cluster-autoscaler", "metrics-server", "aws-load-balancer-controller"] as const) {
      expect(at(valuesOf(name, prod), "priorityClassName")).toBe("system-cluster-critical");
    }
  });

  test("Argo Rollouts has its plugin from a pinned image, at the place that it looks in, and no other way of traffic", () => {
    const values = valuesOf("argo-rollouts", prod);
    const [init] = at(values, "controller.initContainers") as { command: string[]; image: string }[];
    const [plugin] = at(values, "controller.trafficRouterPlugins") as { name: string; location: string }[];
    expect(init!.image).toMatch(/:v\d+\.\d+\.\d+$/);
    expect(plugin!.name).toBe("argoproj-labs/gatewayAPI");
    const [, source, folder] = init!.command;
    expect(plugin!.location).toBe(`file://${folder}/${source!.split("/").at(-1)}`);
    expect(at(values, "controller.volumeMounts.0.mountPath")).toBe(folder);
    expect(Object.values(at(values, "providerRBAC.providers") as object)).not.toContain(true);
  });

  test("the autoscaler that recommends cannot change anything", () => {
    const values = valuesOf("vertical-pod-autoscaler", prod);
    for (const part of ["updater", "admissionController"]) expect(at(values, `${part}.enabled`)).toBe(false);
  });

  test("KEDA may scale Rollouts, look at the queues that config names, and reach the stores that triggers read", () => {
    const { identity, storePorts } = catalogue.keda;
    const statements = (queues: string[]) =>
      addonStatements(identity!, prod.facts, { ...prod.settings, scaling: { queues, storePorts: [] } });
    expect(statements([])).toEqual([]);
    expect(statements(["orders"])[0]).toMatchObject({ Action: ["sqs:GetQueueAttributes"] });
    expect([statements(["orders"])[0]!.Resource].flat()).toEqual(["arn:aws:sqs:eu-west-1:111122223333:orders"]);
    expect(storePorts!(prod.settings)).toEqual([5432]);
    expect(at(valuesOf("keda", prod), "rbac.scaledRefKinds")).toContainEqual({
      apiGroup: "argoproj.io",
      kind: "Rollout",
    });
  });

  test("Kyverno runs nothing but its admission controller, and reads only registries of ECR, where there are any", () => {
    const values = valuesOf("kyverno", prod);
    for (const part of ["backgroundController", "cleanupController", "reportsController"]) {
      expect(at(values, `${part}.enabled`)).toBe(false);
    }
    const { policies } = catalogue.kyverno.identity!;
    const statements = (signedRegistries: string[]) =>
      policies!.aws!(prod.facts, { ...prod.settings, signedRegistries });
    expect(statements(["ghcr.io/acme"])).toEqual([]);
    const all = "444455556666.dkr.ecr.eu-central-1.amazonaws.com";
    expect(statements([all])[1]!.Resource).toEqual(["arn:aws:ecr:eu-central-1:444455556666:repository/*"]);
    const folder = "arn:aws:ecr:eu-central-1:444455556666:repository/shop";
    expect(statements([`${all}/shop`])[1]).toMatchObject({ Resource: [folder, `${folder}/*`] });
    expect(statements([all]).flatMap(({ Action }) => Action)).toEqual([
      "ecr:GetAuthorizationToken",
      "ecr:BatchGetImage",
      "ecr:GetDownloadUrlForLayer",
    ]);
  });

  test("Reloader watches the workloads' namespace alone, and its chart gives it no rights", () => {
    const values = valuesOf("reloader", prod);
    expect(at(values, "reloader.rbac.enabled")).toBe(false);
    expect(at(values, "reloader.deployment.env.open")).toEqual({ KUBERNETES_NAMESPACE: "shop" });
    const [role] = catalogue.reloader.objects!(prod);
    expect(role!.rules!.flatMap(({ resources }) => resources)).toEqual(["leases", "configmaps"]);
    const without = contextOf("prod", { rollouts: false });
    expect(at(valuesOf("reloader", without), "reloader.isArgoRollouts")).toBe(false);
  });

  test("the load balancer controller can make no load balancer by itself", () => {
    const values = valuesOf("aws-load-balancer-controller", prod);
    expect(at(values, "createIngressClassResource")).toBe(false);
    expect(at(values, "enableServiceMutatorWebhook")).toBe(false);
    expect(at(values, "enableBackendSecurityGroup")).toBe(false);
    expect(at(values, "controllerConfig.featureGates")).toEqual({ ALBGatewayAPI: false, NLBGatewayAPI: false });
    expect(at(values, "vpcId")).toBe("vpc-0abc12345");
  });

  test("Karpenter knows its cluster and hears of interruptions", () => {
    expect(at(valuesOf("karpenter", prod), "settings")).toEqual({
      clusterName: "shop-prod",
      clusterEndpoint: "https://cluster.example.com",
      interruptionQueue: "shop-prod",
    });
    expect(catalogue.karpenter.releases.map(({ chart }) => chart)).toEqual(["karpenter-crd", "karpenter"]);
  });

  test("cert-manager keeps its leases to itself and reads the Gateway API", () => {
    const values = valuesOf("cert-manager", prod);
    expect(at(values, "global.leaderElection.namespace")).toBe(catalogue["cert-manager"].namespace);
    expect(at(values, "config.gatewayAPI.enabled")).toBe(true);
    expect(at(values, "crds.enabled")).toBe(true);
  });

  describe("external-dns", () => {
    const { before, identity, readsSecrets } = catalogue["external-dns"];
    const cloudflare = contextOf("prod", {
      externalDns: {
        ...{ provider: "cloudflare", secret: "cloudflare-token", zones: [{ name: "example.net", id: "z1" }] },
        except: ["own.example.net"],
      },
    });

    test("writes in the zones that it is told alone, for the gateway's routes, and removes what it has made", () => {
      const values = valuesOf("external-dns", cloudflare);
      expect(values).toMatchObject({
        ...{ domainFilters: ["example.net"], excludeDomains: ["own.example.net"], sources: ["gateway-httproute"] },
        extraArgs: { "gateway-name": "slipway", "zone-id-filter": ["z1"] },
        ...{ provider: { name: "cloudflare" }, policy: "sync", registry: "txt", txtOwnerId: "shop-prod" },
      });
      const none = valuesOf("external-dns", contextOf("prod", { externalDns: undefined }));
      expect(at(none, "domainFilters")).toEqual(["invalid"]);
    });

    test("logs in by a token that is fetched before it starts, and has no rights in the cloud then", () => {
      expect(at(valuesOf("external-dns", cloudflare), "env")).toEqual([
        { name: "CF_API_TOKEN", valueFrom: { secretKeyRef: { name: "provider-token", key: "token" } } },
      ]);
      const [secret] = before!(cloudflare);
      expect(secret).toMatchObject({
        ...{ kind: "ExternalSecret", metadata: { name: "provider-token", namespace: "external-dns" } },
        spec: { data: [{ secretKey: "token", remoteRef: { key: "shop/prod/cloudflare-token" } }] },
      });
      expect(readsSecrets!(cloudflare.settings)).toBe(true);
      expect(addonStatements(identity!, prod.facts, cloudflare.settings)).toEqual([]);
    });

    test("in Route 53 changes records of hosts in its zones, by its identity", () => {
      expect([before!(prod), readsSecrets!(prod.settings)]).toEqual([[], false]);
      const write = addonStatements(identity!, prod.facts, prod.settings).find(({ Sid }) => Sid === "WriteNames");
      expect(write).toMatchObject({
        Resource: ["arn:aws:route53:::hostedzone/Z0EXAMPLE"],
        Condition: {
          "ForAllValues:StringEquals": {
            "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"],
          },
        },
      });
    });
  });

  test("External Secrets neither pushes secrets nor spreads them over namespaces", () => {
    const values = valuesOf("external-secrets", prod);
    for (const what of ["processPushSecret", "processClusterPushSecret", "processClusterExternalSecret"]) {
      expect(at(values, what)).toBe(false);
    }
  });

  test("the cluster autoscaler's monitor is where Prometheus' chart need not be", () => {
    expect(at(valuesOf("cluster-autoscaler", prod), "serviceMonitor.namespace")).toBe("kube-system");
  });
});

describe("join", () => {
  const late = (value: string) => ({ apply: <T>(map: (known: string) => T): T => map(value) }) as never;

  test("knows at once what is made of what is known", () => {
    expect(join("a", "b", "c")).toBe("ab" + "c");
  });

  test("waits for promises", async () => {
    await expect(join("a", Promise.resolve("b"))).resolves.toBe("ab");
  });

  test("waits for outputs, also the same one twice", () => {
    const output = late("b");
    expect(join("a", output, "c", output)).toBe("abcb");
  });
});
