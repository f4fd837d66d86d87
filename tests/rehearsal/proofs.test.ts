import type { Json, Properties } from "../../rehearsal/clouds/model";
import type { ResourceRecord } from "../../rehearsal/engine/record";
import type { Mode, Run } from "../../rehearsal/engine/run";
import type { Verdict } from "../../rehearsal/proofs/proof";
import { proofs, prove } from "../../rehearsal/proofs/proofs";
import { fileConfig } from "../support/configs";
import { type Simulation, simulate } from "../support/simulate";

const main = require("../../index") as () => Promise<object>;

function stack(name: string, mode: Mode = "up"): Promise<Simulation> {
  const config = fileConfig(`Pulumi.${name}.yaml`);
  const account = config["slipway:account"];
  return simulate(main, {
    ...{ stack: name, config, region: "eu-west-1", account, mode },
    existing: [`arn:aws:iam::${account}:role/developers`],
  });
}

type Change = (record: ResourceRecord) => Partial<ResourceRecord> | undefined;

/** The verdict of one proof once the graph is broken by a function that changes some records. */
function broken(made: Simulation, proof: string, change: Change, over: Partial<Run> = {}): Verdict {
  let hits = 0;
  const resources = made.resources.map((record) => {
    const changed = change(record);
    if (!changed) return record;
    hits += 1;
    return { ...record, ...changed };
  });
  if (hits === 0 && Object.keys(over).length === 0) throw new Error("the change touched nothing");
  return prove({ ...made, resources, ...over }).find((verdict) => verdict.proof === proof)!;
}

const inputs = (record: ResourceRecord, over: Properties): Partial<ResourceRecord> => ({
  inputs: { ...record.inputs, ...over },
});
const subjects = ({ concerns }: Verdict): string[] => concerns.map(({ subject }) => subject);

let prod: Simulation;
let dev: Simulation;
let previewed: Simulation;
beforeAll(async () => {
  prod = await stack("prod");
  dev = await stack("dev");
  previewed = await stack("prod", "preview");
});

describe("the demonstration shop", () => {
  test("prod holds in everything, with nothing weak, and every proof has looked at something", () => {
    const verdicts = prove(prod);
    expect(verdicts.map(({ proof }) => proof)).toEqual(proofs.map(({ name }) => name));
    expect(verdicts.flatMap(({ concerns }) => concerns)).toEqual([]);
    for (const { seen } of verdicts) expect(seen[0]).not.toMatch(/nothing of the kind/);
  });

  test("dev holds too; what it does without to be cheap is said", () => {
    const verdicts = prove(dev);
    expect(verdicts.filter(({ holds }) => !holds)).toEqual([]);
    const weak = verdicts.flatMap(({ concerns }) => concerns.map(({ subject }) => subject));
    expect(weak).toEqual(expect.arrayContaining(["shop-dev-store-db", "shop-dev-store-cache", "shop-dev-api"]));
    expect(weak.some((subject) => subject.startsWith("NAT gateway of"))).toBe(true);
  });

  test("of a preview nothing is asked that follows ids: they are unknown, and that is no secret in plain either", () => {
    const verdicts = prove(previewed, "preview");
    const asked = verdicts.filter(({ holds }) => holds !== undefined);
    expect(asked.map(({ proof, holds }) => [proof, holds])).toEqual([
      ["destroy-order", true],
      ["secret-canary", true],
    ]);
    for (const { holds, seen } of verdicts)
      if (holds === undefined) expect(seen).toEqual([expect.stringMatching(/^not asked: /)]);
    expect(verdicts.flatMap(({ concerns }) => concerns)).toEqual([]);
  });

  test("an empty stack is not taken for a proven one", () => {
    for (const { seen } of prove({ resources: [], outputs: {}, secretOutputs: [] }).slice(1, 2))
      expect(seen).toEqual(["nothing of the kind in this stack"]);
  });
});

describe("destroy order", () => {
  const loosen =
    (match: (record: ResourceRecord) => boolean, from: RegExp): Change =>
    (record) =>
      match(record)
        ? { parent: undefined, provider: undefined, dependencies: record.dependencies.filter((urn) => !from.test(urn)) }
        : undefined;

  test.each([
    ["a custom resource that no longer waits for its controller", "ClusterSecretStore", "external-secrets"],
    ["an issuer that no longer waits for cert-manager", "ClusterIssuer", "cert-manager"],
    ["a node pool that no longer waits for Karpenter", "karpenter.sh/v1:NodePool", "karpenter"],
  ])("%s", (_, type, controller) => {
    const verdict = broken(
      prod,
      "destroy-order",
      loosen((record) => record.type.endsWith(type), /./),
    );
    expect(verdict.holds).toBe(false);
    expect(verdict.concerns.some(({ message }) => message.includes(`-${controller}-release goes`))).toBe(true);
  });

  test("a workload that no longer waits for anything would outlive its nodes and its definitions", () => {
    const alone = (record: ResourceRecord) => record.name === "shop-prod-web" && record.type.endsWith("Release");
    const verdict = broken(prod, "destroy-order", loosen(alone, /./));
    const messages = verdict.concerns.map(({ message }) => message).join("\n");
    expect(new Set(subjects(verdict))).toEqual(new Set(["shop-prod-web"]));
    expect(messages).toMatch(/shop-prod-cluster-system goes: its pods would have nothing to run on/);
    expect(messages).toMatch(/its nodes would be drained under it/);
    expect(messages).toMatch(/the definitions of what it renders would go first/);
  });
});

describe("reachability", () => {
  const rule = (record: ResourceRecord) => record.name === "shop-prod-store-db-from-cluster";

  test("says who comes in, on which port, and which workloads' policies let them out", () => {
    const { seen } = prove(prod)[1]!;
    const db = seen.find((line) => line.startsWith("shop-prod-store-db:"));
    expect(db).toContain("port 5432 from shop-prod-store-db-master-rotator-group");
    expect(db).toMatch(/nodes and pods of shop-prod-cluster \(let out by network policy: [^)]*api[^)]*\)/);
    expect(db).not.toMatch(/\bweb\b/);
  });

  test.each<[string, Change, RegExp]>([
    [
      "a rule for every address",
      (r) => (rule(r) ? inputs(r, { cidrIpv4: "0.0.0.0/0" }) : undefined),
      /lets in 0\.0\.0\.0\/0 on port 5432/,
    ],
    ["a rule for every IPv6 address", (r) => (rule(r) ? inputs(r, { cidrIpv6: "::/0" }) : undefined), /lets in ::\/0/],
    [
      "a rule written inside the group",
      (r) =>
        r.name === "shop-prod-store-db-group"
          ? inputs(r, { ingress: [{ fromPort: 0, toPort: 0, ipProtocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] as Json })
          : undefined,
      /on every port/,
    ],
    [
      "a public address",
      (r) =>
        r.name === "shop-prod-store-db" && r.type.includes("rds") ? inputs(r, { publiclyAccessible: true }) : undefined,
      /has a public address/,
    ],
  ])("%s is broken", (_, change, message) => {
    const verdict = broken(prod, "reachability", change);
    expect(verdict.holds).toBe(false);
    expect(verdict.concerns[0]!.message).toMatch(message);
  });

  test("data subnets that route to the internet are broken for every store in them", () => {
    const gateway = prod.one("InternetGateway").id!;
    const table = prod.find("RouteTable", "data")[0]!.id!;
    const verdict = broken(prod, "reachability", (record) =>
      record.name === "shop-prod-network-public-out"
        ? inputs(record, { routeTableId: table, gatewayId: gateway })
        : undefined,
    );
    expect(subjects(verdict)).toEqual(
      expect.arrayContaining(["shop-prod-store-db", "shop-prod-store-cache", "shop-prod-store-db-replica-1"]),
    );
  });
});

describe("the secret canary", () => {
  const password = (): string => {
    const record = prod.find("RandomPassword")[0]!;
    return String(record.outputs["result"]);
  };

  test.each<[string, () => [Change, Partial<Run>], string]>([
    [
      "in a plain input",
      () => [(r) => (r.type.endsWith("ec2/vpc:Vpc") ? inputs(r, { description: `pw ${password()}` }) : undefined), {}],
      "shop-prod-network",
    ],
    [
      "in Helm values, marked or not",
      () => [
        (r) =>
          r.name === "shop-prod-web" && r.type.endsWith("Release")
            ? { ...inputs(r, { values: { env: { DB: password() } } }), secrets: ["values"] }
            : undefined,
        {},
      ],
      "shop-prod-web",
    ],
    ["in an output", () => [() => undefined, { outputs: { note: { deep: [password()] } } }], "outputs"],
  ])("%s is broken, and the message does not repeat it", (_, how, subject) => {
    const [change, over] = how();
    const verdict = broken(prod, "secret-canary", change, over);
    expect(verdict.holds).toBe(false);
    expect(subjects(verdict)).toContain(subject);
    expect(JSON.stringify(verdict)).not.toContain(password());
  });
});

describe("single points and zones", () => {
  const isDb = (record: ResourceRecord) =>
    record.name === "shop-prod-store-db" && record.type.endsWith("rds/instance:Instance");
  const isNodes = (record: ResourceRecord) => record.type === "aws:eks/nodeGroup:NodeGroup";

  test.each<[string, Change, string]>([
    [
      "a database without a standby",
      (r) => (isDb(r) ? inputs(r, { multiAz: false }) : undefined),
      "shop-prod-store-db",
    ],
    [
      "a cache without failover",
      (r) => (r.type.endsWith("ReplicationGroup") ? inputs(r, { automaticFailoverEnabled: false }) : undefined),
      "shop-prod-store-cache",
    ],
    [
      "nodes that may shrink to one",
      (r) => (isNodes(r) ? inputs(r, { scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 1 } }) : undefined),
      "shop-prod-cluster-system",
    ],
    [
      "a workload of one pod",
      (r) =>
        r.name === "shop-prod-web" && r.type.endsWith("Release")
          ? inputs(r, { values: { kind: "web", autoscaling: { min: 1, max: 3 } } })
          : undefined,
      "shop-prod-web",
    ],
  ])("%s is weak", (_, change, subject) => {
    const verdict = broken(prod, "single-points", change);
    expect(verdict.holds).toBe(true);
    expect(subjects(verdict)).toEqual([subject]);
  });

  test("nodes in one zone only are all lost with it", () => {
    const one = (r: ResourceRecord) =>
      isNodes(r) ? inputs(r, { subnetIds: [(r.inputs["subnetIds"] as string[])[0]!] }) : undefined;
    expect(subjects(broken(prod, "single-points", one))).toEqual(["shop-prod-cluster-system"]);
    const loss = broken(prod, "zone-loss", one);
    expect(loss.concerns.map(({ message }) => message)).toEqual(["has no nodes left without its one zone"]);
    expect(loss.seen[0]).toContain("3 of 3 nodes");
    expect(loss.seen[1]).not.toContain("nodes");
  });

  test("a store without standby is away with its zone; with one it goes over", () => {
    expect(prove(prod)[4]!.seen[0]).toContain("shop-prod-store-db goes over to its standby");
    const verdict = broken(prod, "zone-loss", (r) => (isDb(r) ? inputs(r, { multiAz: false }) : undefined));
    expect(subjects(verdict)).toEqual(["shop-prod-store-db"]);
  });
});
