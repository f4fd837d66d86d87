import type { Scope } from "../../components/contracts/common";
import { type Simulation, simulate } from "../support/simulate";
import { shopOn } from "./stacks";

/*
 * A cloud that nobody has heard of, with a line in each registry and files of its own, and nothing else changed: the
 * unchanged program checks, plans and deploys the demonstration shop on it.
 */
jest.mock("../../components/clouds/registry", () => {
  const actual = jest.requireActual("../../components/clouds/registry");
  const { NimbusCloud } = jest.requireActual("./nimbus/cloud");
  return { ...actual, loadCloud: (_name: string, scope: Scope) => new NimbusCloud(scope) };
});
jest.mock("../../stacks/config/clouds/registry", () => {
  const actual = jest.requireActual("../../stacks/config/clouds/registry");
  const { nimbusConfig } = jest.requireActual("./nimbus/config");
  const cloudConfigs = { ...actual.cloudConfigs, nimbus: nimbusConfig };
  return { cloudConfigs, cloudNames: Object.keys(cloudConfigs) };
});
jest.mock("../../stacks/plan/clouds/registry", () => {
  const { planners: known } = jest.requireActual("../../stacks/plan/clouds/registry");
  const { nimbusPlanner } = jest.requireActual("./nimbus/planner");
  const planners = { ...known, nimbus: nimbusPlanner };
  return { planners, plannerOf: (name: keyof typeof planners) => planners[name] };
});

const main = require("../../index") as () => Promise<object>;

type Json = Record<string, unknown>;

const config = (over: Json = {}) => {
  const raw = shopOn("gcp", "prod", { cloud: "nimbus", region: "up-there", account: "sky", cluster: {}, ...over });
  return raw;
};

const shop = (over?: Json): Promise<Simulation> =>
  simulate(main, { stack: "prod", config: config(over), region: "up-there", account: "sky" });

describe("a sixth cloud", () => {
  let made: Simulation;
  beforeAll(async () => {
    made = await shop();
  });
  const values = (name: string) =>
    made.find("helm.sh/v3:Release").find(({ inputs }) => inputs.name === name)!.inputs.values as Record<string, Json>;

  test("runs the whole program: network, stores, secrets, cluster, platform and workloads", () => {
    const own = made.resources.filter(({ provider }) => provider?.includes("shop-prod-nimbus")).map(({ name }) => name);
    expect(own).toEqual(
      expect.arrayContaining(
        ["network", "cluster", "store-db", "store-cache", "store-media", "entry"].map((each) => `shop-prod-${each}`),
      ),
    );
    expect(made.resources.filter(({ type }) => /^(?:aws|gcp|azure)/.test(type))).toEqual([]);
    expect(made.find("helm.sh/v3:Release").map(({ inputs }) => inputs.name)).toEqual(
      expect.arrayContaining(["web", "api", "orders", "reports", "envoy-gateway", "external-secrets"]),
    );
  });

  test("has its own add-ons, disks, ports, agent and secret manager", () => {
    const names = made.find("helm.sh/v3:Release").map(({ inputs }) => inputs.name);
    for (const foreign of ["karpenter", "aws-load-balancer-controller", "cloudwatch-exporter", "metrics-server"]) {
      expect(names).not.toContain(foreign);
    }
    expect(made.one("StorageClass").inputs).toMatchObject({ provisioner: "disk.nimbus.example.com" });
    expect(made.one("ClusterSecretStore").inputs).toMatchObject({
      spec: { provider: { nimbus: { sky: "up-there" } } },
    });
    expect(values("api").identityAgent).toEqual({ cidr: "169.254.1.1/32", port: 81 });
    expect(values("api").network!.openings).toEqual(
      expect.arrayContaining([
        { name: "db", cidrs: ["10.99.0.0/24"], port: 5555 },
        { name: "cache", cidrs: ["10.99.0.0/24"], port: 6666 },
      ]),
    );
    expect(made.outputs.next).toEqual(expect.arrayContaining([expect.stringMatching(/^nimbus whisper /)]));
  });

  test("is told what is wrong with its own sections, and with what only another cloud has", async () => {
    await expect(shop({ network: { altitude: 12_000 } })).rejects.toThrow(/fly lower/);
    await expect(shop({ network: { zones: 3 } })).rejects.toThrow(/slipway:network\.zones[\s\S]*altitude, cidr/);
    await expect(shop({ addons: { karpenter: true } })).rejects.toThrow(/karpenter is for aws alone/);
  });
});
