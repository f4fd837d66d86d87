import { spawnSync } from "node:child_process";
import type { CloudName } from "../../components/clouds/registry";
import { type CapabilityName, capabilityNames } from "../../components/contracts/cloud";
import { judgeStack, policySettings } from "../../policy/judge";
import { dataHolders, differenceOf } from "../../rehearsal/difference/difference";
import { cloudNames } from "../../stacks/config/clouds/registry";
import { environments } from "../../stacks/config/schema";
import { planners } from "../../stacks/plan/clouds/registry";
import { fileConfig, type Raw, root } from "../support/configs";
import { type ResourceRecord, type SimulateOptions, type Simulation, simulate } from "../support/simulate";
import { documentsOn, edgeOn, foreignTypes, hasCdn, ownOf, shopOn, storesOn } from "./stacks";

const main = require("../../index") as () => Promise<object>;

type Json = Record<string, unknown>;

/** The whole program for the demonstration shop on one cloud. */
function shop(
  cloud: CloudName,
  stack: "dev" | "prod",
  options: SimulateOptions = {},
  over: Raw = {},
): Promise<Simulation> {
  const config = shopOn(cloud, stack, { ...edgeOn(cloud), ...over });
  const [region, account] = [config["slipway:region"]!, config["slipway:account"]!];
  const existing = cloud === "aws" ? [`arn:aws:iam::${account}:role/developers`] : [];
  return simulate(main, { stack, config, region, account, existing, ...options });
}

const releases = (made: Simulation): ResourceRecord[] => made.find("helm.sh/v3:Release");
const valuesOf = (made: Simulation, name: string): Json =>
  releases(made).find(({ inputs }) => inputs.name === name)!.inputs.values as Json;

/** The shop in prod, run once on each cloud. */
const prods = new Map<CloudName, Simulation>();
async function prod(cloud: CloudName): Promise<Simulation> {
  const made = prods.get(cloud) ?? (await shop(cloud, "prod"));
  prods.set(cloud, made);
  return made;
}

describe.each(cloudNames)("%s", (cloud) => {
  let made: Simulation;
  beforeAll(async () => {
    made = await prod(cloud);
  });

  test("says of every capability by what it has it, or what takes its place", () => {
    expect(Object.keys(planners[cloud].capabilities).sort()).toEqual([...capabilityNames].sort());
    for (const capability of Object.values(planners[cloud].capabilities)) {
      expect(Object.values(capability).join("").length).toBeGreaterThan(1);
    }
  });

  test.each<[CapabilityName, Raw]>([
    ["budget", { budget: { monthly: 1500, emails: ["team-shop@example.com"] } }],
    ["backupJobs", { backups: { stores: { db: {} } } }],
    ["backupVault", { backups: { vault: {} } }],
  ])("has %s, or its config says what takes its place", async (name, over) => {
    const capability = planners[cloud].capabilities[name];
    const asked = shop(cloud, "dev", {}, over);
    if ("by" in capability) expect((await asked).resources.length).toBeGreaterThan(0);
    else
      await expect(asked).rejects.toThrow(
        new RegExp(`has 1 problem; nothing was registered[\\s\\S]*${capability.instead}`),
      );
  });

  test("protection is set and lifted, and stores grow, without replacing what holds data", async () => {
    const bare = await shop(cloud, "dev", {}, { protect: false });
    const others = [{ protect: true }, { protect: false, stores: storesOn(cloud, { db: { size: "large" } }) }];
    for (const over of others) {
      const { resources } = await shop(cloud, "dev", {}, over);
      const ways = [differenceOf(bare.resources, resources), differenceOf(resources, bare.resources)];
      expect(ways[0]!.updated.length > 0 || resources.some(({ protect }) => protect)).toBe(true);
      const lost = ways.flatMap(({ replaced }) => replaced.filter(({ type }) => dataHolders.has(type)));
      expect(lost.map(({ name, keys }) => `${name}: ${keys.join()}`)).toEqual([]);
    }
  });

  test("gives whole handles: a stack that joins it finds every field", () => {
    const { network, cluster, stores, secrets } = made.outputs.foundation as unknown as Record<string, Json>;
    expect(Object.keys(network!)).toEqual(expect.arrayContaining(["id", "cidr", "privateSubnetIds", "dataCidrs"]));
    for (const field of ["id", "cidr"]) expect(network![field]).toBeTruthy();
    for (const field of ["name", "endpoint", "issuer"]) expect(cluster![field]).toBeTruthy();
    for (const [name, store] of Object.entries(stores as Record<string, Json>)) {
      for (const [field, value] of Object.entries(store)) expect(`${name}.${field}: ${String(value)}`).toMatch(/: .+/);
    }
    expect(Object.keys(stores!).sort()).toEqual(["cache", "db", ...Object.keys(documentsOn(cloud)), "media"]);
    for (const secret of Object.values(secrets as Record<string, Json>)) expect(secret.id).toBeTruthy();
  });

  test("has a CDN before its entry that alone is let in, with names of its own zone, or says what takes its place", () => {
    const objects = (kind: string): Json[] =>
      made.resources.map(({ inputs }) => inputs as Json).filter((inputs) => inputs.kind === kind);
    const wanted = hasCdn(cloud);
    expect(objects("SecurityPolicy").filter(({ spec }) => (spec as Json).apiKeyAuth !== undefined)).toHaveLength(
      wanted ? 1 : 0,
    );
    expect(Object.keys((made.outputs.delegation ?? {}) as Json)).toEqual(wanted ? ["example.com"] : []);
    const { address } = made.outputs.platform as unknown as Json;
    for (const led of Object.values(made.outputs.hosts as unknown as Json)) expect(led).toBe(address);
    if (!wanted) expect(planners[cloud].capabilities.cdn).toHaveProperty("instead");
  });

  test("uses no other cloud's types, and its own through one provider that is bound to the stack's place", () => {
    const { types, providers } = ownOf(cloud);
    const own = made.resources.filter(({ type, custom, external }) => custom && !external && type.startsWith(types));
    expect(own.length).toBeGreaterThan(30);
    const foreign = foreignTypes(cloud);
    expect(made.resources.filter(({ type }) => foreign.some((prefix) => type.startsWith(prefix)))).toEqual([]);
    for (const { provider } of own) expect(provider?.split("::").at(-1)).toMatch(providers);
  });

  test("no policy is broken", () => {
    const settings = policySettings({
      ...{ project: "shop", stack: "prod", config: shopOn(cloud, "prod"), now: new Date("2026-11-01") },
    });
    const judged = made.resources
      .filter(({ custom, external }) => custom && !external)
      .map(({ type, name, urn, inputs, protect, propertyDependencies }) => ({
        ...{ type, name, urn, props: inputs, options: { protect }, propertyDependencies },
      }));
    const { findings } = judgeStack(judged, settings);
    const mandatory = findings.filter(({ level, rule }) => level === "mandatory" && rule !== "helm-release-judged");
    expect(mandatory.map(({ rule, name, message }) => `${rule}: ${name}: ${message}`)).toEqual([]);
  });

  test("what holds data is protected in prod, by the engine and by the cloud", async () => {
    const { types, stores: expected } = ownOf(cloud);
    const stores = made.resources.filter(
      ({ custom, name, type }) => custom && /-store-(?:db|cache|docs|media)$/.test(name) && type.startsWith(types),
    );
    const protectedOnes = stores.filter(({ protect }) => protect).map(({ name }) => name);
    expect([...new Set(protectedOnes)].sort()).toEqual(expected.map((name) => `shop-prod-store-${name}`));
    const dev = await shop(cloud, "dev");
    expect(dev.resources.filter(({ protect }) => protect)).toEqual([]);
  });

  test("a preview asks nothing of the cloud that only an update can answer", async () => {
    const preview = await shop(cloud, "prod", { mode: "preview" });
    expect(preview.resources.length).toBe(made.resources.length);
  });

  test("refuses credentials of another account before the first create", async () => {
    await expect(shop(cloud, "prod", { account: cloud === "aws" ? "999999999999" : "another-place" })).rejects.toThrow(
      /nothing was changed/,
    );
  });

  test("destroying goes backwards: whatever names something waits for it", () => {
    const byUrn = new Map(made.resources.map((record) => [record.urn, record]));
    const wrong = made.cloud.links.flatMap(({ from, to }) => {
      const [later, earlier] = [byUrn.get(from), byUrn.get(to)];
      return !later || !earlier || from === to || made.waits(later, earlier) ? [] : [`${later.name} → ${earlier.name}`];
    });
    expect([...new Set(wrong)]).toEqual([]);
  });

  test.each(environments)("has presets of %s that are right by themselves", (environment) => {
    expect(() => shopOn(cloud, environment === "dev" ? "dev" : "prod")).not.toThrow();
  });

  test("loads no other cloud's SDK, nor one that only some of its stores have", () => {
    const script = `require("./loader.cjs"); require("./index.ts"); require("./components/clouds/${cloud}/cloud"); console.log(JSON.stringify(Object.keys(require.cache)))`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--eval", script], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    if (!stdout) throw new Error(stderr);
    const sdks = (JSON.parse(stdout) as string[]).flatMap(
      (path) => /node_modules\/(@pulumi\/(?:aws|gcp|command|mongodbatlas|azure[\w-]*))\//.exec(path)?.[1] ?? [],
    );
    expect([...new Set(sdks)]).toEqual(ownOf(cloud).sdks);
  });
});

describe("one spec on every cloud", () => {
  /** What may differ: who a pod is (and by which label the cloud knows it), where stores are and what they ask for. */
  const semantics = (made: Simulation, name: string): Json => {
    const { identityAgent, serviceAccount, env, network, secretEnv, secretVersions, trust, labels, ...rest } = valuesOf(
      made,
      name,
    );
    const { "azure.workload.identity/use": _, ...ownLabels } = (labels ?? {}) as Json;
    const { openings, ...ways } = (network ?? {}) as { openings?: { name: string }[] };
    const names = (value: unknown): string[] =>
      Object.keys((value ?? {}) as Json)
        // Who signs, and how a bucket is reached where pods have no identity.
        .filter((key) => !/_(?:CA|ACCOUNT|ENDPOINT|ACCESS_KEY_ID|SECRET_ACCESS_KEY)$/.test(key))
        .sort();
    return {
      ...rest,
      labels: ownLabels,
      network: { ...ways, openings: (openings ?? []).map((opening) => opening.name) },
      env: names(env),
      secretEnv: names(secretEnv),
      trust: names(trust),
    };
  };

  test("REZ Merchant on EKS, GKE and AKS differs by identity, addresses and the class of its disk alone", async () => {
    const files: readonly (readonly [string, string])[] = [
      ["prod", "eu-west-1"],
      ["gke", "europe-west1"],
      ["aks", "westeurope"],
    ];
    const [eks, ...others] = await inTurn(files, ([stack, region]) => {
      const config = fileConfig(`examples/rez-merchant/Pulumi.${stack}.yaml`);
      return simulate(main, {
        ...{ project: "rez-merchant", stack, region, account: config["slipway:account"], config },
      });
    });
    const said = (made: Simulation, name: string): unknown =>
      JSON.parse(JSON.stringify(semantics(made, name)).replaceAll(/"(?:filestore|azurefile-csi-premium)"/g, '"efs"'));
    for (const other of others) {
      for (const name of ["api", "api-migrate", "backup"]) expect(said(other, name)).toEqual(semantics(eks!, name));
    }
  });

  test("gives the same workloads", async () => {
    const [first, ...others] = await inTurn(cloudNames, prod);
    const names = ["web", "api", "api-migrate", "orders", "reports"];
    for (const other of others) {
      for (const name of names) expect(semantics(other!, name)).toEqual(semantics(first!, name));
    }
  });
});

/** Runs must not overlap. */
async function inTurn<T, R>(all: readonly T[], run: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const one of all) done.push(await run(one));
  return done;
}
