import { join } from "node:path";
import { parse } from "yaml";
import { catalogue } from "../../../components/addons/catalogue";
import { environmentFile, environmentName } from "../../../ops/environments/stack-file";
import { readStackConfig } from "../../../ops/stack/stack-file";
import { run } from "../../../rehearsal/engine/run";
import { fileConfig, root } from "../../support/configs";
import { leftBy } from "../../support/joined";
import { type ResourceRecord, type SimulateOptions, type Simulation, simulate } from "../../support/simulate";

const main = require("../../../index") as () => Promise<object>;
const CANARY = "canary-7f3a-do-not-leak";

type Json = Record<string, unknown>;

/** The real program on one of the demonstration shop's stacks, with some keys changed. */
function stack(name: string, over: Json = {}, options: SimulateOptions = {}): Promise<Simulation> {
  const config = { ...fileConfig(`Pulumi.${name}.yaml`), ...over };
  const account = String(config["slipway:account"]);
  const existing = [`arn:aws:iam::${account}:role/developers`];
  return simulate(main, { stack: name, config, region: "eu-west-1", account, existing, ...options });
}

const values = (made: Simulation, release: string) =>
  made.find("helm.sh/v3:Release").find(({ inputs }) => inputs.name === release)!.inputs.values as Json;
const named = (made: Simulation, type: string, name: string): ResourceRecord =>
  made.find(type, name).find((record) => record.name === name)!;
const release = (made: Simulation, name: string): ResourceRecord =>
  made.find("helm.sh/v3:Release").find(({ inputs }) => inputs.name === name)!;

describe("prod, all layers in one stack", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await stack(
      "prod",
      { "slipway:secretValues": { "payments-key": CANARY } },
      { secretKeys: ["slipway:secretValues"] },
    );
  });

  test("every resource has a parent, but the stack, the layers and the clouds' providers", () => {
    const roots = made.resources.filter(({ parent }) => parent === undefined || parent.includes("pulumi:pulumi:Stack"));
    const kinds = new Set(roots.map(({ type }) => type).filter((type) => type !== "pulumi:pulumi:Stack"));
    expect([...kinds].sort()).toEqual([
      "pulumi:providers:aws",
      "slipway:stack:Foundation",
      "slipway:stack:Platform",
      "slipway:stack:Workloads",
    ]);
  });

  test("everything of AWS goes through the provider that is bound to the account, all of Kubernetes through the cluster's", () => {
    for (const { type, custom, provider } of made.resources) {
      if (!custom || type.startsWith("pulumi:")) continue;
      if (type.startsWith("aws:")) expect(provider).toContain("pulumi:providers:aws::shop-prod-aws");
      if (type.startsWith("kubernetes:")) expect(provider).toContain("pulumi:providers:kubernetes::shop-prod-");
    }
    expect(made.one("pulumi:providers:aws").inputs).toMatchObject({ region: "eu-west-1" });
    expect(JSON.stringify(made.one("pulumi:providers:aws").inputs.allowedAccountIds)).toContain("333333333333");
  });

  test("every release says why it failed", () => {
    for (const { name, onError } of made.find("helm.sh/v3:Release")) {
      expect(`${name}: ${onError}`).toMatch(/: shop-prod-(platform|workloads)-kubernetes-failed$/);
    }
  });

  test("a workload gets the addresses, secrets, openings and identity of what it uses, and nothing more", () => {
    const api = values(made, "api") as Record<string, Json>;
    expect(Object.keys(api.env!)).toEqual(
      expect.arrayContaining(["DB_HOST", "DB_READER_HOST", "DB_NAME", "CACHE_HOST", "MEDIA_BUCKET", "MEDIA_REGION"]),
    );
    expect(Object.keys(api.secretEnv!).sort()).toEqual(
      ["CACHE_TOKEN", "CACHE_URL", "DB_PASSWORD", "DB_PRISMA_URL", "DB_URL", "DB_USERNAME", "PAYMENTS_KEY"].sort(),
    );
    expect(api.identityAgent).toEqual({ cidr: "169.254.170.23/32", port: 80 });
    const orders = values(made, "orders") as Record<string, Json>;
    expect(Object.keys(orders.env!).some((key) => key.startsWith("MEDIA"))).toBe(false);
    expect(orders.secretEnv).not.toHaveProperty("PAYMENTS_KEY");
    expect(orders.identityAgent).toBeUndefined();
    const web = values(made, "web") as Record<string, Json>;
    expect(web.secretEnv).toBeUndefined();
    expect(web.env).toEqual({ API_URL: "http://api" });
    expect((web.network as { openings: unknown[] }).openings).toEqual([expect.objectContaining({ name: "api" })]);
  });

  test("openings lead to the data subnets on the store's own port", () => {
    const { openings } = (values(made, "orders") as { network: { openings: Json[] } }).network;
    const data = made.find("Subnet", "data").map(({ inputs }) => inputs.cidrBlock);
    expect(openings).toEqual([
      { name: "db", cidrs: data, port: 5432 },
      { name: "cache", cidrs: data, port: 6379 },
    ]);
  });

  test("a migration runs before the new version, with its own identity, secrets and openings", () => {
    const migration = release(made, "api-migrate");
    expect(release(made, "api").dependencies).toContain(migration.urn);
    const own = values(made, "api-migrate") as Record<string, Json>;
    expect(own.kind).toBe("task");
    expect(own.secretEnv).toHaveProperty("DB_URL");
    expect((own.network as { openings: Json[] }).openings.map(({ name }) => name)).toEqual(
      ["db", "cache", "media"].filter((name) => name !== "media"),
    );
    const accounts = made.find("PodIdentityAssociation").map(({ inputs }) => inputs.serviceAccount);
    expect(accounts).toEqual(expect.arrayContaining(["api", "api-migrate", "reports"]));
    expect(release(made, "api-migrate").inputs).toMatchObject({ atomic: true, waitForJobs: true });
  });

  test("a pod never starts before its rights are there", () => {
    for (const name of ["api", "api-migrate", "reports"]) {
      const association = made.find("PodIdentityAssociation").find(({ inputs }) => inputs.serviceAccount === name)!;
      expect(release(made, name).dependencies).toContain(association.urn);
    }
  });

  test("every release is atomic, waits, has an end, and a name of its own", () => {
    const releases = made.find("helm.sh/v3:Release");
    for (const { inputs } of releases) {
      expect(inputs).toMatchObject({ atomic: true, cleanupOnFail: true, createNamespace: false });
      expect(inputs.timeout).toBeGreaterThan(0);
    }
    const names = releases.map(({ inputs }) => `${inputs.namespace}/${inputs.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test("our chart is named by a path that is the same on every machine", () => {
    expect(release(made, "web").inputs.chart).toBe("./charts/workload");
  });

  test("nothing scales against the chart: either an HPA or a number of pods", () => {
    for (const name of ["web", "api", "orders"]) {
      const own = values(made, name);
      expect("replicas" in own).not.toBe("autoscaling" in own);
    }
  });

  test("destroying goes backwards: workloads, objects, controllers, nodes, cluster, network", () => {
    const later = (first: ResourceRecord, second: ResourceRecord): void => {
      expect(`${first.name} after ${second.name}: ${made.waits(first, second)}`).toBe(
        `${first.name} after ${second.name}: true`,
      );
    };
    const system = made.one("eks/nodeGroup:NodeGroup");
    for (const name of ["web", "api", "orders", "reports"]) later(release(made, name), made.one("ClusterSecretStore"));
    later(made.one("NodePool"), made.one("EC2NodeClass"));
    later(made.one("EC2NodeClass"), release(made, "karpenter"));
    later(made.one("ClusterSecretStore"), release(made, "external-secrets"));
    later(made.one("gateway.networking.k8s.io/v1:Gateway"), release(made, "envoy-gateway"));
    for (const binding of made.find("TargetGroupBinding"))
      later(binding, release(made, "aws-load-balancer-controller"));
    for (const each of made.find("helm.sh/v3:Release")) later(each, system);
    later(system, made.one("eks/cluster:Cluster"));
    for (const nat of made.find("NatGateway")) later(system, nat);
    later(made.one("eks/cluster:Cluster"), made.one("Vpc"));
  });

  test("releases hold references to secrets, and a canary put in config is nowhere in plain", () => {
    for (const { type, inputs, outputs, secrets, name } of made.resources) {
      const where = JSON.stringify({ ...inputs });
      if (where.includes(CANARY)) expect(`${type} ${name} ${secrets.join()}`).toMatch(/SecretVersion .* secretString$/);
      if (type.endsWith("v3:Release")) expect(JSON.stringify([inputs, outputs])).not.toContain(CANARY);
    }
    expect(JSON.stringify(made.outputs)).not.toContain(CANARY);
    expect(made.resources.filter(({ inputs }) => JSON.stringify(inputs).includes(CANARY))).toHaveLength(1);
  });

  test("a secret without a value says so, is left alone once set, and does not hold pods back", () => {
    const version = (name: string) => made.one("SecretVersion", `secret-${name}`);
    expect(version("slack-webhook").inputs.secretString).toBe("not set yet");
    expect(version("slack-webhook").ignoreChanges).toEqual(["secretString"]);
    expect(version("payments-key").inputs.secretString).toBe(CANARY);
    expect(version("payments-key").ignoreChanges).toEqual([]);
  });

  test("where config holds a secret's value, its version restarts the pods; of the others none is known", () => {
    const version = made.one("SecretVersion", "secret-payments-key").outputs.versionId;
    const login = (role: string) => named(made, "SecretVersion", `shop-prod-secret-login-db-${role}`).outputs.versionId;
    expect((values(made, "api") as Record<string, Json>).secretVersions).toEqual({
      ...{ DB_URL: login("api"), PAYMENTS_KEY: version },
    });
    expect(values(made, "orders")).toMatchObject({ secretVersions: { DB_URL: login("orders") } });
    // Its database's password is rotated where nothing here sees it: a controller may act on that.
    expect(values(made, "orders")).toMatchObject({ restartOnSecretChange: true });
    expect(values(made, "web")).not.toHaveProperty("restartOnSecretChange");
  });

  test("each workload, and each migration, logs in to the database as itself; who makes the roles comes first, and alone holds the master's login", () => {
    const master = named(made, "secretsmanager/secret:Secret", "shop-prod-store-db-master").outputs.arn;
    const roles = release(made, "roles-db");
    expect(roles.inputs.values).toMatchObject({
      master,
      server: { database: "shop", sslMode: "verify-full", ca: { pem: expect.stringContaining("BEGIN CERTIFICATE") } },
      roles: [
        { name: "api", access: "readWrite" },
        { name: "api-migrate", access: "owner" },
        { name: "orders", access: "readWrite" },
        { name: "reports", access: "readWrite" },
      ],
    });
    for (const role of ["api", "api-migrate", "orders", "reports"]) {
      const { secretEnv } = values(made, role) as { secretEnv: Record<string, Json> };
      const { arn } = named(made, "secretsmanager/secret:Secret", `shop-prod-secret-login-db-${role}`).outputs;
      expect(secretEnv.DB_USERNAME).toEqual({ secret: arn, property: "username" });
      expect(secretEnv.DB_URL!.secrets).toMatchObject({ password: { secret: arn, property: "password" } });
      expect(`${role} after its roles: ${made.waits(release(made, role), roles)}`).toBe(
        `${role} after its roles: true`,
      );
      const value = JSON.parse(
        String(named(made, "SecretVersion", `shop-prod-secret-login-db-${role}`).inputs.secretString),
      ) as Json;
      expect(value.username).toBe(role);
    }
    const holders = made
      .find("helm.sh/v3:Release")
      .filter(({ inputs }) => JSON.stringify(inputs).includes(String(master)));
    expect(holders.map(({ inputs }) => inputs.name).sort()).toEqual(["roles-db"]);
  });

  test("the namespace has a quota that follows what may be bought", () => {
    const { hard } = made.one("ResourceQuota", "shop-prod-namespace-quota").inputs.spec as { hard: Json };
    expect(hard).toMatchObject({ "requests.cpu": "200", pods: "2000", "services.loadbalancers": "0" });
    expect(made.find("PriorityClass")).toEqual([]);
  });

  test("generated passwords are nowhere in plain either", () => {
    const passwords = made.find("RandomPassword").map(({ outputs }) => String(outputs.result));
    expect(passwords.length).toBeGreaterThan(1);
    for (const { type, name, inputs, secrets } of made.resources) {
      if (type.endsWith("RandomPassword")) continue;
      const plain = Object.entries(inputs).filter(
        ([key]) => !secrets.some((path) => path === key || path.startsWith(`${key}.`)),
      );
      for (const password of passwords) {
        expect(`${type} ${name} ${JSON.stringify(plain).includes(password)}`).toBe(`${type} ${name} false`);
      }
    }
  });

  test("what holds state is protected", () => {
    const kinds = [
      "Vpc",
      "eks/cluster:Cluster",
      "rds/instance:Instance",
      "ReplicationGroup",
      "s3/bucket:Bucket",
      "kms/key:Key",
      "secretsmanager/secret:Secret",
    ];
    for (const kind of kinds) {
      const found = made.find(kind).filter(({ inputs }) => inputs.replicateSourceDb === undefined);
      expect(found.length).toBeGreaterThan(0);
      for (const each of found) {
        if (/logs/.test(each.name)) continue;
        expect(`${each.name} ${each.protect}`).toBe(`${each.name} true`);
      }
    }
  });

  test("the keys of last snapshots outlive the stack, and no other key does", () => {
    const kept = made.find("kms/key:Key").filter(({ retainOnDelete }) => retainOnDelete);
    expect(kept.map(({ name }) => name).sort()).toEqual(["shop-prod-store-cache-key", "shop-prod-store-db-key"]);
  });

  test("outputs: handles, where hosts point, dashboards, what to do next; the kubeconfig is secret", () => {
    expect(made.secretOutputs).toContain("kubeconfig");
    expect(Object.keys(made.outputs).sort()).toEqual([
      "dashboards",
      "foundation",
      "hosts",
      "kubeconfig",
      "next",
      "platform",
      "rollouts",
    ]);
    expect(made.outputs.rollouts).toEqual({});
    const hosts = made.outputs.hosts as Record<string, string>;
    expect(Object.keys(hosts)).toEqual(["shop.example.com", "www.shop.example.com", "api.shop.example.com"]);
    expect(hosts["shop.example.com"]).toBe(made.one("LoadBalancer").outputs.dnsName);
    const next = made.outputs.next as string[];
    expect(next[0]).toContain("pulumi stack output kubeconfig");
    expect(next.filter((line) => line.includes("put-secret-value"))).toHaveLength(2);
  });

  test("the namespace of workloads: Pod Security restricted, deny by default, may read secrets", () => {
    const namespace = made.find("core/v1:Namespace").find(({ inputs }) => (inputs.metadata as Json).name === "shop")!;
    expect((namespace.inputs.metadata as Json).labels).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
      "slipway/secrets": "true",
    });
    const deny = made.find("NetworkPolicy", "default-deny")[0]!;
    expect(deny.inputs.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("the disks that pods ask for are encrypted and outlive a deleted claim", () => {
    expect(made.one("StorageClass").inputs).toMatchObject({
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true" },
      reclaimPolicy: "Retain",
    });
  });
});

describe("layers", () => {
  test("three stacks of any names, joined, register what one stack registers", async () => {
    const one = await stack("dev");
    const layer = (name: string, over: Json, options: SimulateOptions = {}) =>
      stack(
        "dev",
        { "slipway:layer": name, "slipway:deployment": "dev", ...over },
        { stack: `dev-${name}`, ...options },
      );
    const foundation = await layer("foundation", {});
    const joins = { foundation: "org/shop/foundation", platform: "org/shop/platform" };
    const outputs = { ...foundation.outputs };
    // What another stack made exists already; only names of it are known here.
    const existing = leftBy(foundation);
    const platform = await layer(
      "platform",
      { "slipway:joins": joins },
      { stackOutputs: { [joins.foundation]: outputs }, existing },
    );
    const workloads = await stack(
      "dev",
      { "slipway:layer": "workloads", "slipway:joins": joins },
      { stackOutputs: { [joins.foundation]: outputs, [joins.platform]: platform.outputs }, existing: leftBy(platform) },
    );
    const own = (made: Simulation) =>
      made.resources
        .filter(({ custom, external, type }) => custom && !external && !type.startsWith("pulumi:"))
        .map(({ type, name }) => `${type} ${name}`);
    expect([...own(foundation), ...own(platform), ...own(workloads)].sort()).toEqual(own(one).sort());
    // Simulated ids come from URNs, and those hold the stack's name.
    const withoutIds = (made: Simulation): string =>
      JSON.stringify(values(made, "api")).replaceAll(/[0-9a-f]{4,}/g, "#");
    expect(withoutIds(workloads)).toBe(withoutIds(one));
  });

  test("stacks of different deployments do not join by mistake", async () => {
    const joins = { foundation: "org/shop/foundation" };
    const run = stack(
      "dev",
      { "slipway:layer": "platform", "slipway:joins": joins },
      { stackOutputs: { [joins.foundation]: { foundation: { name: "shop-prod" }, kubeconfig: "{}" } } },
    );
    await expect(run).rejects.toThrow(
      /owns the foundation of shop-prod, and this stack is part of shop-dev: give the stacks/,
    );
  });

  test("a workloads stack says plainly when the foundation lacks what it uses", async () => {
    const joins = { foundation: "org/shop/foundation", platform: "org/shop/platform" };
    const run = stack(
      "dev",
      { "slipway:layer": "workloads", "slipway:joins": joins },
      { stackOutputs: { [joins.foundation]: { foundation: {} }, [joins.platform]: { platform: { address: "x" } } } },
    );
    await expect(run).rejects.toThrow(/stack org\/shop\/foundation gives no \S+: run up on it first/);
  });
});

test("left to Argo CD, workloads have the very values that up would release, and all that they need is made as ever", async () => {
  const repository = "https://github.com/acme/platform.git";
  const [one, left] = [await stack("dev"), await stack("dev", { "slipway:gitops": { repository } })];
  const chartOf = ({ inputs }: ResourceRecord) => String(inputs.chart).includes("charts/workload");
  const made = one.find("helm.sh/v3:Release").filter(chartOf);
  expect(made.length).toBeGreaterThan(4);
  const releases = left.outputs.releases as Record<string, Json>;
  for (const { inputs } of made) {
    const name = String(inputs.name);
    expect(releases[name]).toEqual({
      ...{ name, namespace: "shop", values: inputs.values },
      migration: /-migrate$/.test(name),
    });
  }
  expect(Object.keys(releases)).toHaveLength(made.length);
  const rest = (run: Simulation) => run.resources.filter((record) => !made.some(({ urn }) => urn === record.urn));
  expect(left.find("helm.sh/v3:Release").filter(chartOf)).toEqual([]);
  expect(left.resources.map(({ urn }) => urn).sort()).toEqual(
    rest(one)
      .map(({ urn }) => urn)
      .sort(),
  );
  expect(one.outputs).not.toHaveProperty("releases");
});

describe("an environment on demand", () => {
  const file = join(root, "Pulumi.dev.yaml");
  const base = { ...readStackConfig(root, "dev"), file };
  const name = environmentName(base, root, "pr-123");
  const { text } = environmentFile(base, name, { until: "2026-11-23T18:00:00Z", organization: "org" });
  const { config } = parse(text) as { config: Json };
  let owner: Simulation;
  beforeAll(async () => {
    owner = await stack("dev");
  });
  const run = (over: Json = {}) =>
    simulate(main, {
      ...{ stack: "pr-123", config: { ...config, ...over }, region: "eu-west-1", account: "111111111111" },
      ...{ existing: leftBy(owner), stackOutputs: { "org/shop/dev": { ...owner.outputs } } },
    });

  test("lives in a namespace of its own, with databases of its own, and shares the rest", async () => {
    const made = await run();
    const inCluster = made.resources.filter(({ type, custom }) => custom && type.startsWith("kubernetes:"));
    const places = inCluster.map(
      ({ inputs: { metadata, namespace } }) => (metadata as Json | undefined)?.namespace ?? namespace,
    );
    expect(new Set(places.filter((place) => place !== undefined))).toEqual(new Set(["shop-pr-123"]));
    expect(made.resources.map(({ type }) => type).filter((type) => /rds|elasticache|eks/i.test(type))).toEqual([
      ...made.find("PodIdentityAssociation").map(({ type }) => type),
    ]);
    const { secretEnv, env, network } = values(made, "api") as Record<string, Json>;
    expect(env).toMatchObject({
      DB_HOST: "scratch-db.shop-pr-123.svc.cluster.local",
      DB_NAME: "shop_pr_123",
      CACHE_HOST: "scratch-cache.shop-pr-123.svc.cluster.local",
      MEDIA_BUCKET: (values(owner, "api").env as Json).MEDIA_BUCKET,
    });
    expect(secretEnv).toMatchObject({
      DB_URL: { kubernetesSecret: "scratch-db-login", key: "url" },
      CACHE_URL: { kubernetesSecret: "scratch-cache-login", key: "url" },
      PAYMENTS_KEY: (values(owner, "api").secretEnv as Json).PAYMENTS_KEY,
    });
    expect(network!.openings).toContainEqual(
      expect.objectContaining({ name: "db", port: 5432, pods: { labels: expect.anything() } }),
    );
    const database = named(made, "Deployment", "shop-pr-123-scratch-db");
    expect(made.waits(release(made, "api"), database)).toBe(true);
    expect(made.waits(release(made, "api-migrate"), database)).toBe(true);
    expect(named(made, "Secret", "shop-pr-123-scratch-db-login").secrets).toContain("stringData");
    expect(made.outputs).not.toHaveProperty("platform");
  });

  test("of a deployment that it was not made for is refused, and so are prod and another layer", async () => {
    await expect(run({ "slipway:ephemeral": { of: "shop-next", until: "2026-11-23T18:00:00Z" } })).rejects.toThrow(
      /owns the foundation of shop-dev, and this stack is part of shop-next/,
    );
    await expect(run({ "slipway:environment": "prod" })).rejects.toThrow(/dev or staging, since it is an environment/);
    await expect(run({ "slipway:layer": "all" })).rejects.toThrow(/slipway:layer\n {4}given {4}all/);
  });
});

describe("what stops before anything is made", () => {
  test("another account's credentials", async () => {
    const run = simulate(main, {
      stack: "dev",
      config: fileConfig("Pulumi.dev.yaml"),
      region: "eu-west-1",
      account: "999999999999",
    });
    await expect(run).rejects.toThrow(
      /account 999999999999, but this stack belongs in 111111111111; nothing was changed/,
    );
  });

  test("a broken config: no resource is registered", async () => {
    const seen: string[] = [];
    const broken = { ...fileConfig("Pulumi.dev.yaml"), "slipway:network": '{"zones":9}' };
    const attempt = run({
      program: main,
      project: "shop",
      stack: "dev",
      config: broken,
      onResource: ({ type }) => seen.push(type),
    });
    await expect(attempt).rejects.toThrow(/Pulumi\.dev\.yaml has 1 problem; nothing was registered/);
    expect(seen.filter((type) => type !== "pulumi:pulumi:Stack")).toEqual([]);
  });
});

describe("smaller stacks", () => {
  const none = { "slipway:workloads": {}, "slipway:stores": {} };

  test("without public hosts there is no load balancer, no gateway, no certificate manager", async () => {
    const made = await stack("dev", none);
    expect(made.find("LoadBalancer")).toEqual([]);
    expect(made.find("helm.sh/v3:Release").map(({ inputs }) => inputs.name)).not.toContain("cert-manager");
    expect(made.outputs.hosts).toEqual({});
  });

  test.each(["karpenter", "managed", "fargate", "auto"])(
    "compute %s runs through, in up and in preview",
    async (compute) => {
      for (const mode of ["up", "preview"] as const) {
        const made = await stack("dev", { "slipway:cluster": { compute } }, { mode });
        expect(made.find("helm.sh/v3:Release").length).toBeGreaterThan(8);
      }
    },
  );

  test("on Fargate workloads take their identity through the cluster's issuer", async () => {
    const made = await stack("dev", { "slipway:cluster": { compute: "fargate" } });
    const account = (values(made, "api") as { serviceAccount: { annotations: Json } }).serviceAccount;
    expect(account.annotations["eks.amazonaws.com/role-arn"]).toMatch(/^arn:aws:iam::111111111111:role\//);
    expect(values(made, "api").identityAgent).toBeUndefined();
  });

  test("an adopted network is used, and nothing is made in it", async () => {
    const ids = {
      id: "vpc-0abc1234",
      publicSubnetIds: ["subnet-0aa11111", "subnet-0aa11112"],
      privateSubnetIds: ["subnet-0bb11111", "subnet-0bb11112"],
      dataSubnetIds: ["subnet-0cc11111", "subnet-0cc11112"],
    };
    const adopt = { ...ids, cidr: "10.9.0.0/16", dataCidrs: ["10.9.100.0/24"] };
    const existing = [ids.id, ...ids.publicSubnetIds, ...ids.privateSubnetIds, ...ids.dataSubnetIds];
    const made = await stack("dev", { "slipway:network": { adopt } }, { existing });
    for (const kind of ["Vpc", "Subnet", "NatGateway", "RouteTable", "FlowLog"])
      expect(made.find(`ec2/${kind}`)).toEqual([]);
    expect(made.find("Vpc")).toEqual([]);
    const { openings } = (values(made, "orders") as { network: { openings: Json[] } }).network;
    expect(openings[0]).toMatchObject({ cidrs: ["10.9.100.0/24"] });
  });

  test("a mirror serves every chart of others, and ours stays ours", async () => {
    const made = await stack("dev", { "slipway:chartMirror": "https://charts.internal.example.com" });
    const theirs = made
      .find("helm.sh/v3:Release")
      .filter(({ inputs }) => !String(inputs.chart).startsWith("./charts/"));
    expect(theirs.length).toBeGreaterThan(5);
    for (const { inputs } of theirs)
      expect(inputs.repositoryOpts).toEqual({ repo: "https://charts.internal.example.com" });
  });

  test("add-ons are told by their catalogue alone: each has a component", async () => {
    const made = await stack("dev");
    const names = made.find("slipway:addons:Addon").map(({ name }) => name.replace("shop-dev-", ""));
    for (const name of names) expect(Object.keys(catalogue)).toContain(name);
  });
});

describe("secrets of Pulumi's config, without a secret manager", () => {
  test("are in Secrets that the Kubernetes provider writes, and neither in Helm values nor in the cloud", async () => {
    const made = await stack(
      "prod",
      {
        "slipway:secretSource": { kind: "pulumi" },
        "slipway:pullSecrets": ["ghcr"],
        "slipway:secrets": ["payments-key", "slack-webhook", "pagerduty-key", "ghcr"],
        "slipway:secretValues": { "payments-key": CANARY, ghcr: CANARY },
      },
      { secretKeys: ["slipway:secretValues"] },
    );
    const holders = made.resources.filter(({ inputs }) => JSON.stringify(inputs).includes(CANARY));
    expect(holders.map(({ type, secrets }) => [type, secrets])).toEqual([
      ["kubernetes:core/v1:Secret", ["stringData"]],
      ["kubernetes:core/v1:Secret", ["stringData"]],
    ]);
    const api = values(made, "api") as Record<string, Json>;
    const [payments, pull] = holders.map(({ outputs }) => (outputs.metadata as { name: string }).name);
    expect(api.secretEnv!.PAYMENTS_KEY).toEqual({ kubernetesSecret: payments, key: "value" });
    expect(api.imagePullSecrets).toEqual([pull]);
    expect(api.secretEnv!.DB_URL).toHaveProperty("secrets");
    // The platform reads its own before there is any workload.
    const ofCloud = made.find("secretsmanager/secret:Secret", "prod-secret").map(({ name }) => name);
    expect(ofCloud).toEqual([
      ...["shop-prod-secret-slack-webhook", "shop-prod-secret-pagerduty-key"],
      ...["api", "api-migrate", "orders", "reports"].map((role) => `shop-prod-secret-login-db-${role}`),
    ]);
  });
});
