/** The real program on a shop with a MongoDB of Atlas: one stack, what policies say of it, and layers that are joined. */
import { judgeStack, policySettings } from "../../../policy/judge";
import { shopWithDocuments, valuesOf } from "../../support/documents";
import { workloadsAbove } from "../../support/joined";
import type { Simulation } from "../../support/simulate";

type Json = Record<string, unknown>;

const ORGANIZATION = "64b0c0ffee64b0c0ffee64b0";
const docs = { kind: "mongodb", service: "atlas", atlas: { organization: ORGANIZATION, apiKey: "atlas/api-key" } };

const { config, stack } = shopWithDocuments("prod", docs);

let one: Simulation;
beforeAll(async () => {
  one = await stack({ "slipway:backups": JSON.stringify({ stores: { docs: { drill: "monthly" } } }) });
});

test("a workload comes by DNS and by the endpoint's addresses, with a user of its own, and no job makes any", () => {
  const { env, secretEnv, network, trust } = valuesOf(one, "api") as Record<string, Json>;
  expect(env).toMatchObject({
    DOCS_HOST: expect.stringMatching(/^docs-pl-0\..*\.mongodb\.net$/),
    DOCS_NAME: "shop",
    DOCS_CA_FILE: "/etc/slipway/trust/docs.pem",
  });
  expect(env).not.toHaveProperty("DOCS_PORT");
  const login = one.one("secretsmanager/secret:Secret", "shop-prod-secret-login-docs-api").outputs["arn"];
  expect(secretEnv).toMatchObject({
    DOCS_URL: {
      format: expect.stringMatching(/^mongodb\+srv:\/\/\{username\}:\{password\}@\{host\}\/\{name\}\?/),
      secrets: { password: { secret: login, property: "password" } },
    },
  });
  const opening = (network!.openings as Json[]).find(({ name }) => name === "docs")!;
  expect(opening).toMatchObject({ port: 1024, endPort: 65535 });
  expect(opening["cidrs"]).toHaveLength(3);
  for (const cidr of opening["cidrs"] as string[]) expect(cidr).toMatch(/^10\.30\.\d+\.\d+\/32$/);
  expect(trust).toHaveProperty("docs");
  expect(one.find("helm.sh/v3:Release").map(({ inputs }) => inputs.name)).not.toContain("roles-docs");
  const release = one.find("helm.sh/v3:Release").find(({ inputs }) => inputs.name === "api")!;
  for (const user of one.find("DatabaseUser")) expect(one.waits(release, user)).toBe(true);
});

test("jobs dump it by DNS and by the endpoint's ports, as users of Atlas's that are made for them", () => {
  const { stores } = valuesOf(one, "backups") as { stores: Record<string, Json> };
  expect(stores["docs"]).toMatchObject({
    ...{ kind: "mongodb", srv: true, port: 1024, lastPort: 65535, options: "retryWrites=true&w=majority" },
    ...{ ca: { pem: expect.stringContaining("BEGIN") }, drill: "0 5 2 * *" },
    secrets: { backup: { id: expect.anything() }, restore: { id: expect.anything() } },
  });
  expect(one.find("DatabaseUser").map(({ inputs }) => inputs["username"])).toEqual(
    expect.arrayContaining(["slipway-backup", "slipway-restore"]),
  );
});

test("its handle has no login for everything, and its outputs no password", () => {
  const { stores } = one.outputs["foundation"] as { stores: Record<string, Json> };
  expect(Object.keys(stores["docs"]!).sort()).toEqual(["ca", "cidrs", "host", "kind"]);
  expect(one.secretOutputs).toEqual(["kubeconfig"]);
});

test("no policy is broken, and none of Atlas's advises", () => {
  const settings = policySettings({ project: "shop", stack: "prod", config: config(), now: new Date("2026-11-01") });
  const judged = one.resources
    .filter(({ custom, external }) => custom && !external)
    .map(({ type, name, urn, inputs, protect, propertyDependencies }) => ({
      ...{ type, name, urn, props: inputs, options: { protect }, propertyDependencies },
    }));
  const { findings } = judgeStack(judged, settings);
  const own = findings.filter(({ name }) => name.includes("store-docs"));
  expect(own.map(({ rule, name, message }) => `${rule}: ${name}: ${message}`)).toEqual([]);
});

test("destroying goes backwards: users, then the cluster, then its endpoint and its key, and the project last", () => {
  const byUrn = new Map(one.resources.map((record) => [record.urn, record]));
  const wrong = one.cloud.links.flatMap(({ from, to }) => {
    const [later, earlier] = [byUrn.get(from), byUrn.get(to)];
    return !later || !earlier || from === to || one.waits(later, earlier) ? [] : [`${later.name} → ${earlier.name}`];
  });
  expect([...new Set(wrong)]).toEqual([]);
  const order = ["DatabaseUser", "AdvancedCluster", "PrivateLinkEndpointService", "VpcEndpoint", "Project"].map(
    (type) => one.find(type).filter(({ name }) => name.includes("store-docs"))[0]!,
  );
  for (const [index, later] of order.slice(0, -1).entries()) expect(one.waits(later, order[index + 1]!)).toBe(true);
});

test("layers that are joined give a workload the very values that one stack gives it", async () => {
  const foundation = await stack(
    { "slipway:layer": "foundation", "slipway:deployment": "prod" },
    { stack: "prod-foundation" },
  );
  const workloads = await stack(...workloadsAbove(foundation, { name: "shop-prod", address: "entry.example.com" }));
  // Simulated ids come from URNs, and those hold the stack's name; addresses and hosts too.
  const plain = (made: Simulation) =>
    JSON.stringify(valuesOf(made, "api"))
      .replaceAll(/10\.30\.\d+\.\d+/g, "IP")
      .replaceAll(/pl-0\.\w+/g, "pl-0")
      .replaceAll(/[0-9a-f]{4,}/g, "#");
  expect(plain(workloads)).toBe(plain(one));
  // What is made for Atlas is the foundation's, and a layer above asks it nothing.
  expect(workloads.resources.filter(({ type }) => type.includes("mongodbatlas"))).toEqual([]);
});
