import type { CloudName } from "../../../components/clouds/registry";
import { merge } from "../../../stacks/config/presets";
import { planners } from "../../../stacks/plan/clouds/registry";
import { planRoles } from "../../../stacks/plan/roles";
import { planStores } from "../../../stacks/plan/stores";
import { shopOn } from "../../contracts/stacks";
import { rawStack, refusalOf, stackConfig, web } from "../../support/configs";
import { workloadsAbove } from "../../support/joined";
import { type Simulation, simulate } from "../../support/simulate";

const main = require("../../../index") as () => Promise<object>;

type Json = Record<string, unknown>;

const stores = { db: { kind: "postgres", pool: {} } };
const workloads = {
  api: web({ uses: ["db"], migrate: { command: ["./migrate"] } }),
  reports: web({ uses: ["db"], access: { db: "readOnly" } }),
};
const backups = { stores: { db: {} } };

const problems = (over: object): string => refusalOf(merge(rawStack(), over) as Json);

const releases = (made: Simulation): ReadonlyMap<unknown, Json> =>
  new Map(made.find("helm.sh/v3:Release").map(({ inputs }) => [inputs["name"], inputs["values"] as Json]));

describe("config", () => {
  const gcp = { cloud: "gcp", region: "europe-west3", account: "shop-project-1", network: {}, cluster: {} };
  const azure = {
    ...gcp,
    cloud: "azure",
    region: "germanywestcentral",
    account: "0d4a1f5e-6a0b-4c6e-9f2d-3b7c8e9a1b2c",
  };

  test.each([
    ["no share", { stores: { db: { kind: "postgres", pool: { percent: 95 } } } }, /pool\.percent[\s\S]*10 to 90/],
    [
      "Azure, where servers burst",
      { ...azure, stores: { db: { kind: "postgres", size: "small", pool: {} } } },
      /stores\.db\.pool[\s\S]*a pool, on size: small[\s\S]*size: medium/,
    ],
    ["a cache", { stores: { cache: { kind: "redis", pool: {} } } }, /stores\.cache[\s\S]*pool/],
  ])("%s is refused", (_, over, message) => {
    expect(problems(over)).toMatch(message);
  });

  test("on Google Cloud it asks for the add-ons that its chart needs", () => {
    const asked = (db: object) => planners.gcp.addonsFor?.({ stores: { db: { kind: "postgres", ...db } } } as never);
    expect(asked({ pool: { percent: 70 } })).toEqual(["external-secrets", "prometheus-operator-crds"]);
    expect(asked({})).toEqual([]);
  });

  test("workloads come by it; their migrations, and what backs it up, do not", () => {
    const { stores: roles } = planRoles(stackConfig({ stores, workloads, backups }))!;
    expect(roles[0]!.roles.filter(({ pooled }) => pooled).map(({ role }) => role)).toEqual(["api", "reports"]);
    expect(planStores(stackConfig({ stores, workloads }))[0]!.args).toMatchObject({ pool: { percent: 70 } });
  });
});

describe("on AWS", () => {
  let made: Simulation;
  beforeAll(async () => {
    const raw = rawStack({ stores, workloads, backups });
    const config = Object.fromEntries(Object.entries(raw).map(([key, value]) => [`slipway:${key}`, value]));
    made = await simulate(main, { stack: "dev", config, region: "eu-west-1", account: "111122223333" });
  });

  test("RDS Proxy asks for TLS, knows the workloads' logins alone, and stands before the database", () => {
    const proxy = made.one("rds/proxy:Proxy");
    const secrets = made.find("secretsmanager/secret:Secret");
    const arnOf = (name: string) => secrets.find(({ inputs }) => inputs["name"] === `shop/dev/${name}`)!.outputs["arn"];
    const known = ["login-db-api", "login-db-reports"].map(arnOf);
    expect(proxy.inputs).toMatchObject({ engineFamily: "POSTGRESQL", requireTls: true, debugLogging: false });
    expect((proxy.inputs["auths"] as Json[]).map(({ secretArn }) => secretArn)).toEqual(known);
    const role = made.find("iam/role:Role").find(({ name }) => name === "shop-dev-store-db-pool-role")!;
    expect(proxy.inputs["roleArn"]).toBe(role.outputs["arn"]);
    const rights = made.find("iam/rolePolicy:RolePolicy").find(({ name }) => name === "shop-dev-store-db-pool-rights")!;
    const [read, decrypt] = JSON.parse(String(rights.inputs["policy"])).Statement;
    expect(read.Resource).toEqual(known);
    expect(decrypt.Condition.StringEquals["kms:EncryptionContext:SecretARN"]).toEqual(known);
    expect(made.one("rds/proxyTarget:ProxyTarget").inputs).toMatchObject({
      dbProxyName: proxy.inputs["name"],
      dbInstanceIdentifier: "shop-dev-store-db",
      targetGroupName: "default",
    });
    expect(made.one("ProxyDefaultTargetGroup").inputs["connectionPoolConfig"]).toMatchObject({
      maxConnectionsPercent: 70,
    });
  });

  test("only the cluster comes to the pool, and the pool goes to the database alone", () => {
    const group = made.find("SecurityGroup").find(({ name }) => name === "shop-dev-store-db-pool-group")!;
    const server = made.find("SecurityGroup").find(({ name }) => name === "shop-dev-store-db-group")!;
    const rules = (type: string) => made.find(type).filter(({ inputs }) => inputs["securityGroupId"] === group.id);
    expect(rules("SecurityGroupIngressRule").map(({ name }) => name)).toEqual(["shop-dev-store-db-pool-from-cluster"]);
    expect(rules("SecurityGroupEgressRule").map(({ inputs }) => inputs["referencedSecurityGroupId"])).toEqual([
      server.id,
    ]);
  });

  test("workloads are told of the pool; migrations, roles and backups of the server", () => {
    const values = releases(made);
    const pool = made.one("rds/proxy:Proxy").outputs["endpoint"];
    const server = made.one("rds/instance:Instance").outputs["address"];
    const env = (name: string) => values.get(name)!["env"] as Json;
    expect([env("api")["DB_HOST"], env("api")["DB_READER_HOST"]]).toEqual([pool, pool]);
    expect(env("reports")["DB_HOST"]).toBe(pool);
    expect(env("api-migrate")["DB_HOST"]).toBe(server);
    expect(values.get("roles-db")).toMatchObject({ server: { host: server } });
    expect(JSON.stringify(values.get("backups"))).toContain(String(server));
    expect(JSON.stringify(values.get("backups"))).not.toContain(String(pool));
  });

  test("clients trust who signs the pool's certificate, and who signs the server's", () => {
    const { db } = (made.outputs["foundation"] as unknown as Json)["stores"] as Record<string, Json>;
    const certificates = String(db!["ca"]).match(/BEGIN CERTIFICATE/g)!;
    expect(certificates.length).toBe(3 + 5);
    expect(db!["pool"]).toEqual({ host: made.one("rds/proxy:Proxy").outputs["endpoint"] });
  });
});

describe("in the cluster", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await simulate(main, shopWith("kubernetes", { pool: { percent: 50 } }));
  });
  const ofKind = (kind: string) => made.resources.filter(({ inputs }) => inputs["kind"] === kind);

  test("PgBouncer by the operator: two pods, TLS both ways, a share of the server's connections", () => {
    const [pooler, ...others] = ofKind("Pooler");
    expect(others).toEqual([]);
    const { spec } = pooler!.inputs as { spec: Json };
    expect(spec).toMatchObject({
      cluster: { name: "db" },
      type: "rw",
      instances: 2,
      pgbouncer: { poolMode: "transaction" },
    });
    const { parameters } = spec["pgbouncer"] as { parameters: Json };
    const [cluster] = ofKind("Cluster");
    const most = Number(
      ((cluster!.inputs["spec"] as Json)["postgresql"] as { parameters: Json }).parameters["max_connections"],
    );
    expect(Number(parameters["max_db_connections"])).toBe(Math.floor(most / 4));
    expect(parameters).toMatchObject({ client_tls_sslmode: "require", server_tls_sslmode: "verify-ca" });
    expect(JSON.stringify(spec)).toMatch(/ghcr\.io\/cloudnative-pg\/pgbouncer:[\w.-]+@sha256:[0-9a-f]{64}/);
    const names = ((cluster!.inputs["spec"] as Json)["certificates"] as Json)["serverAltDNSNames"];
    expect(names).toContain("db-pooler-rw.shop-stores.svc.cluster.local");
    const labels = { "cnpg.io/poolerName": "db-pooler-rw" };
    const budgets = ofKind("PodDisruptionBudget").filter(({ name }) => name.includes("store-db"));
    expect(budgets.map(({ inputs }) => inputs["spec"])).toEqual([
      { maxUnavailable: 1, selector: { matchLabels: labels } },
    ]);
  });

  test("a workload is let out to the pool's pods, and past it only where there are replicas to read", () => {
    const values = releases(made);
    const api = values.get("api") as { env: Json; network: { openings: Json[] } };
    expect(api.env["DB_HOST"]).toBe("db-pooler-rw.shop-stores.svc.cluster.local");
    const opened = api.network.openings.filter(({ name }) => String(name).startsWith("db"));
    const replicas = JSON.parse(shopOn("kubernetes", "prod")["slipway:stores"]!).db.replicas ?? 0;
    expect(opened.map(({ pods }) => (pods as { labels: Json }).labels)).toEqual([
      { "cnpg.io/poolerName": "db-pooler-rw" },
      ...(replicas > 0 ? [{ "cnpg.io/cluster": "db" }] : []),
    ]);
    expect(api.env["DB_READER_HOST"]).toBe(
      replicas > 0 ? "db-ro.shop-stores.svc.cluster.local" : "db-pooler-rw.shop-stores.svc.cluster.local",
    );
  });
});

describe("on Azure", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await simulate(main, shopWith("azure", { sku: "Standard_D4ds_v5", replicas: 0, pool: { percent: 50 } }));
  });
  const settings = () =>
    made
      .find("dbforpostgresql:Configuration")
      .map(({ inputs }): [string, string] => [String(inputs["configurationName"]), String(inputs["value"])]);

  test("the server's own PgBouncer is switched on before it is told anything, one setting after the other", () => {
    const names = settings().map(([name]) => name);
    const first = names.indexOf("pgbouncer.enabled");
    expect(names.slice(first).every((name) => /^(pgbouncer|metrics\.pgbouncer)[._]/.test(name))).toBe(true);
    const all = made.find("dbforpostgresql:Configuration");
    for (let at = 1; at < all.length; at++) expect(made.waits(all[at]!, all[at - 1]!)).toBe(true);
    expect(Object.fromEntries(settings())).toMatchObject({
      "pgbouncer.enabled": "true",
      "pgbouncer.pool_mode": "transaction",
      "metrics.pgbouncer_diagnostics": "on",
    });
  });

  test("all of its roles' pools together hold no more than its share", () => {
    const users = [...releases(made)].filter(([, values]) => JSON.stringify(values).includes('"DB_URL"'));
    const pooled = users.filter(([name]) => !String(name).endsWith("-migrate") && !String(name).startsWith("roles"));
    expect(pooled.length).toBeGreaterThan(1);
    // 16 GiB take 1718 connections.
    const own = Number(Object.fromEntries(settings())["pgbouncer.default_pool_size"]);
    expect(own).toBe(Math.floor((1718 * 0.5) / pooled.length));
  });

  test("versions of logins are no secrets: Helm keeps its values in plain", () => {
    const given = made.find("helm.sh/v3:Release").filter(({ inputs }) => inputs["name"] === "roles-db");
    expect(JSON.stringify(given[0]!.inputs)).toMatch(/"version":"https:/);
    expect(given[0]!.secrets.filter((path) => path.startsWith("values"))).toEqual([]);
  });

  test("workloads come by its port, and are let out to it alone; migrations go to the server's", () => {
    const values = releases(made);
    const of = (name: string) => values.get(name) as { env: Json; network: { openings: Json[] } };
    const ports = (name: string) =>
      of(name).network.openings.flatMap(({ name: to, port }) => (String(to).startsWith("db") ? [port] : []));
    expect([of("api").env["DB_PORT"], ports("api")]).toEqual(["6432", [6432]]);
    expect([of("api-migrate").env["DB_PORT"], ports("api-migrate")]).toEqual(["5432", [5432]]);
    expect(of("api").env["DB_HOST"]).toBe(of("api-migrate").env["DB_HOST"]);
    expect(of("api").env["DB_SSLMODE"]).toBe("verify-full");
    const group = made.one("network:NetworkSecurityGroup").inputs;
    expect(JSON.stringify(group)).toContain('"6432"');
  });
});

describe("on Google Cloud", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await simulate(main, gcpShop({ pool: { percent: 50 } }));
  });

  test("PgBouncer in the cluster is given the logins of those who come by it, and no master's", () => {
    const pool = releases(made).get("pool-db")!;
    const secretOf = (name: string) =>
      made.find("secretmanager/secret:Secret").find(({ inputs }) => inputs["secretId"] === `shop-prod-${name}`);
    const logins = pool["logins"] as Json[];
    expect(logins.length).toBeGreaterThan(1);
    for (const { name, secret, version } of logins) {
      expect(secret).toBe(secretOf(`login-db-${String(name)}`)!.outputs["secretId"]);
      expect(version).toBeDefined();
    }
    expect(logins.map(({ name }) => name)).toContain("api");
    expect(logins.map(({ name }) => name)).not.toContain("api-migrate");
    expect(JSON.stringify(pool)).not.toContain("store-db-login");
    expect(pool["certificate"]).toBe("shop-prod-store-db-pool");
    expect(pool["from"]).toEqual(["shop"]);
    expect(pool["image"]).toMatch(/ghcr\.io\/cloudnative-pg\/pgbouncer:[\w.-]+@sha256:[0-9a-f]{64}/);
  });

  test("its pods hold the share together, and check who the server is", () => {
    const pool = releases(made).get("pool-db")!;
    // db-custom-4-16384 takes 500.
    expect([pool["connections"], pool["replicas"]]).toEqual([125, 2]);
    const server = made.one("sql/databaseInstance:DatabaseInstance").outputs["privateIpAddress"];
    expect(pool["server"]).toMatchObject({ host: server, port: 5432, database: "shop", sslMode: "verify-ca" });
    expect(String((pool["server"] as Json)["ca"])).toContain("CERTIFICATE");
  });

  test("workloads come by its name, are let out to its pods alone, and trust what it shows beside the server's authority", () => {
    const values = releases(made);
    const api = values.get("api") as { env: Json; network: { openings: Json[] } };
    expect(api.env).toMatchObject({
      DB_HOST: "pool-db.shop-pools.svc.cluster.local",
      DB_READER_HOST: "pool-db.shop-pools.svc.cluster.local",
      DB_PORT: "5432",
      DB_SSLMODE: "verify-ca",
    });
    const opened = api.network.openings.filter(({ name }) => String(name).startsWith("db"));
    const labels = { "app.kubernetes.io/name": "pool", "app.kubernetes.io/instance": "pool-db" };
    expect(opened).toEqual([{ name: "db", pods: { namespace: "shop-pools", labels }, port: 5432 }]);
    const shown = made.one("tls:index/selfSignedCert:SelfSignedCert");
    expect(shown.inputs).toMatchObject({ dnsNames: ["pool-db.shop-pools.svc.cluster.local"] });
    expect(JSON.stringify(api)).toContain(JSON.stringify(shown.outputs["certPem"]).slice(1, -1));
    expect((values.get("api-migrate") as { env: Json }).env["DB_HOST"]).toBe(
      made.one("sql/databaseInstance:DatabaseInstance").outputs["privateIpAddress"],
    );
  });

  test("the key is in no plain text: the secret manager alone has it", () => {
    const version = made.one("secretmanager/secretVersion:SecretVersion", "store-db-pool-certificate");
    expect(version.secrets).toContain("secretData");
    expect(JSON.stringify([...releases(made).values()])).not.toContain("PRIVATE KEY");
  });

  test("alerts watch it", () => {
    const rules = made.resources.filter(({ inputs }) => inputs["kind"] === "PrometheusRule");
    expect(JSON.stringify(rules)).toContain("PoolWaits");
  });

  test("with replicas reads go past it; without `pool` there is none", async () => {
    const read = await simulate(main, gcpShop({ pool: {}, replicas: 1 }));
    const api = releases(read).get("api") as { env: Json };
    expect(api.env["DB_READER_HOST"]).not.toBe(api.env["DB_HOST"]);
    const without = await simulate(main, gcpShop({}));
    expect([without.find("tls:").length, releases(without).has("pool-db")]).toEqual([0, false]);
  });
});

describe("layers that are joined", () => {
  // Simulated ids come from URNs, and those hold the stack's name.
  const plain = (made: Simulation, name: string) =>
    JSON.stringify(releases(made).get(name) ?? "none").replaceAll(
      /(?<="(?:DB_URL|version|certificateVersion)":")[0-9a-f]{4}|[A-Za-z0-9+/=]{40,}|[0-9a-f]{5,}|10\.\d+\.\d+\.\d+/g,
      "#",
    );

  test("take a pool that nobody comes by, and that AWS therefore has not", async () => {
    const raw = rawStack({ stores, workloads: { page: web({ uses: [] }) } });
    const alone = Object.fromEntries(Object.entries(raw).map(([key, value]) => [`slipway:${key}`, value]));
    const run = (over: object, more: object = {}) =>
      simulate(main, {
        ...{ stack: "dev", region: "eu-west-1", account: "111122223333", ...more },
        config: { ...alone, ...over },
      });
    const foundation = await run(
      { "slipway:layer": "foundation", "slipway:deployment": "dev" },
      { stack: "dev-foundation" },
    );
    expect(foundation.find("rds/proxy:Proxy")).toEqual([]);
    const above = await run(
      ...workloadsAbove(foundation, { name: "shop-dev", address: "entry.example.com", sites: {} }),
    );
    expect(releases(above).has("page")).toBe(true);
  });

  test.each([
    ["gcp", { tier: "db-custom-4-16384", pool: {} }, ["api", "pool-db"]],
    ["azure", { sku: "Standard_D4ds_v5", pool: {} }, ["api"]],
  ] as const)("on %s give the very values that one stack gives", async (cloud, db, names) => {
    const { config, ...rest } = shopWith(cloud, { replicas: 0, ...db });
    const run = (over: object, more: object = {}) =>
      simulate(main, { ...rest, ...more, config: { ...config, ...over } });
    const one = await run({});
    const own = { "slipway:layer": "foundation", "slipway:deployment": "prod" };
    const foundation = await run(own, { stack: "prod-foundation" });
    const above = await run(...workloadsAbove(foundation, { name: "shop-prod", address: "203.0.113.1", sites: {} }));
    for (const name of names) {
      expect(plain(one, name)).not.toBe('"none"');
      expect(plain(above, name)).toBe(plain(one, name));
    }
  });
});

const gcpShop = (db: object) => shopWith("gcp", { tier: "db-custom-4-16384", replicas: 0, ...db });

/** The demonstration shop on a cloud, with other words for its database. */
function shopWith(cloud: CloudName, own: object) {
  const shop = shopOn(cloud, "prod");
  const config = {
    ...shop,
    "slipway:stores": JSON.stringify(merge(JSON.parse(shop["slipway:stores"]!), { db: own })),
  } as Record<string, string>;
  return { stack: "prod", config, region: config["slipway:region"]!, account: config["slipway:account"]! };
}
