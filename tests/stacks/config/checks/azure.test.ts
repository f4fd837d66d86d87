import { ConfigError, type Problem } from "../../../../stacks/config/errors";
import { parseConfig } from "../../../../stacks/config/load";
import { azureFigures } from "../../../../stacks/plan/capacity/clouds/azure";
import { azurePlanner } from "../../../../stacks/plan/clouds/azure";
import { type Raw, rawStack } from "../../../support/configs";

const place = { cloud: "azure", region: "westeurope", account: "11111111-2222-3333-4444-555555555555" };
const parsed = (over: Raw = {}) => parseConfig(rawStack({ ...place, ...over }), "Pulumi.test.yaml");
type AzureStack = Parameters<typeof azurePlanner.cluster>[0];

function problemsOf(over: Raw): readonly Problem[] {
  try {
    parsed(over);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const db = (over: Raw) => ({ stores: { db: { kind: "postgres", ...over } } });

test("what is right is taken", () => {
  expect(problemsOf({})).toEqual([]);
  expect(problemsOf(db({ size: "medium", multiZone: true, replicas: 2 }))).toEqual([]);
  expect(problemsOf({ cluster: { compute: "autoProvisioning" }, network: { cidr: "10.60.0.0/18" } })).toEqual([]);
});

describe("what is refused", () => {
  test.each<[what: string, over: Raw, path: string, words: RegExp]>([
    ["a subscription by its name", { account: "Production" }, "account", /32 hex digits/],
    ["a region with a space", { region: "West Europe" }, "region", /westeurope/],
    ["MongoDB, with what takes its place", { stores: { docs: { kind: "mongodb" } } }, "stores.docs.kind", /Atlas/],
    ["a standby of a size that bursts", db({ multiZone: true }), "stores.db.multiZone", /size: medium/],
    ["replicas of one", db({ sku: "Standard_B2ms", replicas: 1 }), "stores.db.replicas", /D or E/],
    ["a disk that Azure has not", db({ storageGb: 100 }), "stores.db.storageGb", /128/],
    ["backups for less than a week", db({ backupDays: 3 }), "stores.db.backupDays", /7/],
    ["Valkey", { stores: { cache: { kind: "redis", engine: "valkey" } } }, "stores.cache.engine", /redis/],
    ["two replicas of Redis", { stores: { cache: { kind: "redis", replicas: 2 } } }, "stores.cache.replicas", /1/],
    ["pods where the network is", { network: { podsCidr: "10.10.0.0/16" } }, "network.podsCidr", /meets the network/],
    [
      "Services where pods are",
      { network: { servicesCidr: "10.244.0.0/20" } },
      "network.servicesCidr",
      /meets network.podsCidr/,
    ],
    ["nodes with no way out", { network: { nat: "none" } }, "network.nat", /nat: single/],
    ["a way out in each zone", { network: { nat: "perZone" } }, "network.nat", /single/],
    [
      "more nodes at least than at most",
      { cluster: { workloadNodes: { min: 9, max: 3 } } },
      "cluster.workloadNodes.min",
      /raise max/,
    ],
    ["logs for less than a month", { cluster: { logDays: 7 } }, "cluster.logDays", /30/],
    [
      "somebody by their mail",
      { cluster: { access: [{ principal: "ada@example.com", role: "view" }] } },
      "cluster.access[0].principal",
      /object id/,
    ],
  ])("%s", (_what, over, path, words) => {
    const problems = problemsOf(over);
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(JSON.stringify(problems.find((problem) => problem.path === path))).toMatch(words);
  });
});

test("ranges do not meet, and DNS answers in that of Services", () => {
  const config = parsed({ network: { cidr: "10.60.0.0/16" } }) as unknown as AzureStack;
  expect(azurePlanner.network(config)).toMatchObject({
    make: {
      controlCidr: "10.60.32.0/20",
      subnets: [
        { kind: "private", cidr: "10.60.0.0/20" },
        { kind: "data", cidr: "10.60.16.0/20" },
      ],
    },
  });
  expect(azurePlanner.cluster(config)).toMatchObject({
    ranges: { pods: "10.244.0.0/16", services: "10.245.0.0/16", dns: "10.245.0.10" },
    zones: ["1", "2"],
    wayOut: "natGateway",
  });
});

test.each([
  ["Standard_D4ds_v5", 3860, 14_034],
  ["Standard_E2ds_v5", 1900, 14_034],
  ["Standard_D2lds_v5", 1900, 2972],
  ["Standard_B2ms", 1900, 6044],
])("%s leaves %i millicores and %i MiB for pods", (size, cpu, memory) => {
  expect(azureFigures.machine(size)).toMatchObject({ cpu, memory, pods: { byInterfaces: 110 } });
});

test("a size that is not known has no figures", () => {
  expect(azureFigures.machine("Standard_HB120rs_v3")).toBeUndefined();
  expect(azureFigures.postgresConnections("Standard_E2ds_v5")).toBe(1718);
  expect(azureFigures.postgresConnections("Standard_B1ms")).toBe(50);
});
