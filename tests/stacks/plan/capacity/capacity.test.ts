import * as fc from "fast-check";
import { ConfigError } from "../../../../stacks/config/errors";
import { cores, mebibytes } from "../../../../stacks/config/quantities";
import { capacityOf, reckon } from "../../../../stacks/plan/capacity/capacity";
import { awsFigures } from "../../../../stacks/plan/capacity/clouds/aws";
import type { CapacityFinding } from "../../../../stacks/plan/capacity/finding";
import { type CapacityInput, capacityInput } from "../../../../stacks/plan/capacity/input";
import { fileStack, type Raw, stackConfig, web } from "../../../support/configs";

const db = { kind: "postgres", size: "small" };
const pods = (min: number, max: number, over: Raw = {}) => web({ scaling: { min, max, cpu: 70 }, ...over });
const node = (max: number, over: Raw = {}) => ({
  compute: "managed",
  workloadNodes: { instanceTypes: ["m7g.large"], min: 1, max, diskGb: 40, capacity: "onDemand", ...over },
});

describe("a rollout's further pods", () => {
  test.each([
    [undefined, 2],
    [{ strategy: "rolling", maxSurge: 1 }, 1],
    [{ strategy: "rolling", maxSurge: "50%" }, 3],
    [{ strategy: "blueGreen" }, 6],
    [{ strategy: "canary" }, 6],
  ])("%j: %s of six", (rollout, surge) => {
    const site = pods(2, 6, { hosts: ["a.example.com"], ...(rollout && { rollout }) });
    const config = stackConfig({ acmeEmail: "a@example.com", workloads: { site } });
    expect(capacityInput(config).pods.find(({ name }) => name === "site")?.surge).toBe(surge);
  });
});

describe("the figures of AWS", () => {
  // AWS's own tables: eni-max-pods.txt, and what is left of 8 GiB with 29 pods.
  test.each([
    ["m7g.large", 1930, 29, 110],
    ["m7g.xlarge", 3920, 58, 110],
    ["c7g.4xlarge", 15890, 234, 110],
    ["r7i.16xlarge", 63770, 737, 250],
    ["t4g.large", 1930, 35, 110],
    ["t3.small", 1930, 11, 110],
    ["c6g.medium", 940, 8, 110],
  ])("%s: %s millicores, %s pods by interfaces, %s by prefixes", (type, cpu, byInterfaces, byPrefixes) => {
    expect(awsFigures.machine(type)).toMatchObject({ cpu, pods: { byInterfaces, byPrefixes } });
  });

  test("m7g.large leaves 7,518 MiB of 8 GiB", () => {
    expect(awsFigures.machine("m7g.large")?.memory).toBe(8192 - 255 - 29 * 11 - 100);
  });

  test.each([
    ["db.t4g.micro", 112],
    ["db.t4g.small", 225],
    ["db.t4g.medium", 450],
    ["db.m7g.large", 901],
    ["db.r6g.large", 1802],
    ["db.r7g.4xlarge", 5000],
  ])("%s takes %s connections", (size, connections) => {
    expect(awsFigures.postgresConnections(size)).toBe(connections);
  });

  // amazon-vpc-cni-k8s, docs/prefix-and-ip-target.md: t3.small with 5, 16 and 17 pods has 2, 2 and 3 prefixes.
  test.each([
    [0, 17],
    [5, 33],
    [16, 33],
    [17, 49],
  ])("a node with %s pods takes %s addresses", (count, addresses) => {
    expect(awsFigures.nodeAddresses(count)).toBe(addresses);
  });

  test.each(["g5.xlarge", "m4.large", "odd", "t2.large"])("%s is not known, and nothing is made up", (type) => {
    expect(awsFigures.machine(type)).toBeUndefined();
  });
});

describe("quantities", () => {
  test.each([
    ["250m", 0.25],
    ["2", 2],
    ["0.5", 0.5],
  ])("%s is %s cores", (text, value) => {
    expect(cores(text)).toBe(value);
  });
  test.each([
    ["512Mi", 512],
    ["1.5Gi", 1536],
    ["1024Ki", 1],
    ["1M", 0.95],
  ])("%s is %s MiB", (text, value) => {
    expect(mebibytes(text)).toBeCloseTo(value, 2);
  });
});

describe("the stacks in the root", () => {
  test.each(["dev", "staging", "prod"])("%s fits", (stack) => {
    expect(capacityOf(fileStack(`Pulumi.${stack}.yaml`)).findings).toEqual([]);
  });

  test("prod: the numbers of its database are those of its config", () => {
    const { figures } = capacityOf(fileStack("Pulumi.prod.yaml"));
    expect(figures.find(({ what }) => what === "connections to db")).toEqual({
      what: "connections to db",
      // api 12 pods, 3 in a rollout, 1 migration; orders 10 and 3; reports 1; 10 connections each.
      most: (12 + 3 + 1 + 10 + 3 + 1) * 10,
      of: 901,
      because: "api 12+3+1 × 10, orders 10+3 × 10, reports 1 × 10; db.m7g.large takes 901",
    });
  });
});

/** What is found in a stack; what is refused comes as an error. */
function found(over: Raw): Pick<CapacityFinding, "level" | "path" | "message">[] {
  try {
    return capacityOf(stackConfig(over)).findings.map(({ level, path, message }) => ({ level, path, message }));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, given }) => ({ level: "error", path, message: given }));
  }
}

interface Case {
  readonly what: string;
  readonly over: Raw;
  readonly expected: readonly [level: "error" | "warning", path: string, message: RegExp][];
}

const cases: Case[] = [
  {
    what: "a pool that is said, beyond the class at the maxima",
    over: { stores: { db }, workloads: { api: pods(2, 12, { uses: ["db"], pool: { db: 20 } }) } },
    expected: [["error", "stores.db.size", /open 240 connections to db .*api 12\+3 × 20; db\.t4g\.small takes 225/]],
  },
  {
    what: "an assumed pool beyond the class: a warning, since it is assumed",
    over: { stores: { db }, workloads: { api: pods(2, 30, { uses: ["db"] }) } },
    expected: [["warning", "stores.db.size", /may open 380 connections to db in a rollout/]],
  },
  {
    what: "fits at its maxima, but not with the pods of a rollout",
    over: { stores: { db }, workloads: { api: pods(2, 11, { uses: ["db"], pool: { db: 16 } }) } },
    expected: [["warning", "stores.db.size", /may open 224 connections/]],
  },
  {
    what: "the same pods by a pool of the store's: they share what it holds",
    over: { stores: { db: { ...db, pool: {} } }, workloads: { api: pods(2, 30, { uses: ["db"] }) } },
    expected: [],
  },
  {
    what: "a pool that leaves nothing for migrations",
    over: {
      stores: { db: { ...db, pool: { percent: 85 } } },
      workloads: { api: pods(2, 3, { uses: ["db"], migrate: { command: ["./migrate"] } }) },
    },
    expected: [
      ["warning", "stores.db.pool.percent", /open 201 connections to db together \(the pool 85%: 191, migrations \+10/],
    ],
  },
  {
    what: "a class by its own name",
    over: {
      stores: { db: { kind: "postgres", instanceClass: "db.t4g.micro" } },
      workloads: { api: pods(2, 12, { uses: ["db"], pool: { db: 10 } }) },
    },
    expected: [["error", "stores.db.instanceClass", /db\.t4g\.micro takes 112/]],
  },
  {
    what: "clients of a cache",
    over: {
      stores: { cache: { kind: "redis" } },
      workloads: { api: pods(2, 700, { uses: ["cache"], pool: { cache: 100 } }) },
      network: { cidr: "10.0.0.0/16" },
      cluster: { maxCpu: 10000 },
    },
    expected: [["error", "stores.cache.size", /open 70000 connections to cache/]],
  },
  {
    what: "a pod bigger than any node",
    over: { workloads: { api: pods(1, 2, { resources: { cpu: "4", memory: "1Gi" } }) }, cluster: node(3) },
    expected: [["error", "workloads.api.resources.cpu", /asks for 4000m, and the biggest node offers 1930m/]],
  },
  {
    what: "a pod with more memory than any node",
    over: { workloads: { api: pods(1, 2, { resources: { cpu: "1", memory: "9Gi" } }) }, cluster: node(3) },
    expected: [["error", "workloads.api.resources.memory", /asks for 9216Mi/]],
  },
  {
    what: "more pods always running than there can be nodes for",
    over: { workloads: { api: pods(20, 20, { resources: { cpu: "1", memory: "1Gi" } }) }, cluster: node(3) },
    expected: [["error", "cluster.workloadNodes.max", /20 pods that always run ask for 20 cores, .* offer 11\.6/]],
  },
  {
    what: "a maximum that Karpenter may not buy for",
    over: { workloads: { api: pods(2, 40, { resources: { cpu: "1", memory: "1Gi" } }) }, cluster: { maxCpu: 32 } },
    expected: [
      ["warning", "cluster.maxCpu", /40 pods, the maxima of all workloads, ask for 40 cores; .* 27\.7 at most/],
    ],
  },
  {
    what: "a fixed group that runs full without one of its nodes",
    over: {
      environment: "staging",
      workloads: { api: pods(4, 4, { resources: { cpu: "800m", memory: "512Mi" } }) },
      cluster: node(2),
    },
    expected: [["warning", "cluster.workloadNodes.max", /with a node lost, 1 of 2 nodes offer 1\.7, .* ask for 3\.2/]],
  },
  {
    what: "a fixed group that runs full without one of its zones",
    over: {
      environment: "staging",
      network: { zones: 2 },
      workloads: { api: pods(4, 4, { resources: { cpu: "1200m", memory: "512Mi" } }) },
      cluster: node(4),
    },
    expected: [["warning", "cluster.workloadNodes.max", /with a zone lost, 2 of 4 nodes offer 3\.5, .* ask for 4\.8/]],
  },
  {
    what: "one pod of a web workload, in prod",
    over: { environment: "prod", workloads: { api: pods(1, 3) } },
    expected: [["warning", "workloads.api.scaling.min", /api may run as 1 pod/]],
  },
  { what: "one pod in dev, where it does not matter", over: { workloads: { api: pods(1, 3) } }, expected: [] },
  {
    what: "maxima beyond the addresses of a small network",
    over: {
      network: { cidr: "10.0.0.0/22" },
      workloads: { api: pods(2, 300, { resources: { cpu: "100m", memory: "128Mi" } }) },
      cluster: { maxCpu: 64 },
    },
    expected: [["warning", "network.cidr", /needs \d+ addresses; there are 502 addresses in 2 private subnets of 251/]],
  },
  {
    what: "a network too small with a zone lost",
    over: { network: { cidr: "10.0.0.0/22" }, workloads: { api: pods(2, 80) } },
    expected: [["warning", "network.cidr", /with a zone lost, 251 addresses are left/]],
  },
  {
    what: "more pods always running than a network has addresses for",
    over: {
      network: { cidr: "10.0.0.0/22" },
      workloads: { api: pods(900, 900, { resources: { cpu: "10m", memory: "16Mi" } }) },
      cluster: { maxCpu: 1000 },
    },
    expected: [["error", "network.cidr", /what always runs needs \d+ addresses/]],
  },
];

describe("what does not fit", () => {
  test.each(cases)("$what", ({ over, expected }) => {
    const all = found({ acmeEmail: "a@example.com", ...over });
    expect(all).toHaveLength(expected.length);
    for (const [level, path, message] of expected) {
      expect(all).toContainEqual({ level, path, message: expect.stringMatching(message) });
    }
  });

  test("a finding says a pool that just fits, for the workload that opens most", () => {
    const stores = { db };
    const other = pods(2, 4, { uses: ["db"] });
    const config = stackConfig({ stores, workloads: { api: pods(2, 30, { uses: ["db"] }), other } });
    const pool = Number(/workloads\.api\.pool\.db: (\d+)/.exec(capacityOf(config).findings[0]?.mend ?? "")?.[1]);
    const withPool = (size: number) =>
      found({ stores, workloads: { api: pods(2, 30, { uses: ["db"], pool: { db: size } }), other } });
    expect(withPool(pool)).toEqual([]);
    expect(withPool(pool + 1)).toHaveLength(1);
  });

  test("what is not known is said, and nothing is concluded from it", () => {
    const config = stackConfig({ cluster: node(1, { instanceTypes: ["g5.xlarge"] }), workloads: { api: pods(9, 90) } });
    const report = capacityOf(config);
    expect(report.unknown).toEqual(["nodes of type g5.xlarge: its size is not known here"]);
    expect(report.findings.filter(({ check }) => check === "nodes")).toEqual([]);
  });
});

describe("always", () => {
  const base = capacityInput(stackConfig({ environment: "prod", stores: { db } }));
  const group = fc
    .record({
      min: fc.integer({ min: 1, max: 60 }),
      more: fc.integer({ min: 0, max: 200 }),
      surge: fc.integer({ min: 0, max: 9 }),
      cpu: fc.integer({ min: 10, max: 8000 }),
      memory: fc.integer({ min: 16, max: 16384 }),
      pool: fc.integer({ min: 1, max: 50 }),
    })
    .map(({ min, more, ...rest }) => ({ min, max: min + more, ...rest }));
  const input = fc
    .record({
      groups: fc.array(group, { minLength: 1, maxLength: 8 }),
      maxCores: fc.integer({ min: 2, max: 4000 }),
      managed: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
      bits: fc.integer({ min: 18, max: 24 }),
      zones: fc.integer({ min: 1, max: 3 }),
    })
    .map(
      ({ groups, maxCores, managed, bits, zones }): CapacityInput => ({
        ...base,
        pods: groups.map(({ pool: _, ...each }, index) => ({
          ...{ name: `w${index}`, path: `workloads.w${index}.scaling`, kind: "web", ...each },
        })),
        ...(managed === undefined
          ? { maxCores, workloadNodes: undefined }
          : {
              ...{ maxCores: undefined, compute: "managed" },
              workloadNodes: { path: "cluster.workloadNodes", types: ["m7g.xlarge"], min: 1, max: managed },
            }),
        network: { zones, privateCidrs: Array.from({ length: zones }, (_, i) => `10.${i}.0.0/${bits}`), endpoints: 0 },
        connections: [
          {
            ...{ store: "db", kind: "postgres", size: "db.t4g.small", path: "stores.db.size" },
            users: groups.map(({ max, surge, pool }, index) => ({
              ...{ workload: `w${index}`, pods: max, surge, pool, said: true, migrates: false },
            })),
          },
        ],
      }),
    );
  const errors = (given: CapacityInput) => reckon(given).findings.filter(({ level }) => level === "error").length;
  const count = (given: CapacityInput) => reckon(given).findings.length;

  test("each finding has numbers, a path of config and a way to mend it", () => {
    fc.assert(
      fc.property(input, (given) => {
        for (const { message, path, mend, allowed } of reckon(given).findings) {
          expect(message).toMatch(/\d/);
          expect(path).toMatch(/^(workloads|cluster|network|stores)\./);
          expect(`${mend}${allowed}`).not.toMatch(/undefined|NaN|Infinity/);
        }
      }),
    );
  });

  test("fewer pods never make an error, and the figures are never beyond it in silence", () => {
    fc.assert(
      fc.property(input, (given) => {
        const fewer = {
          ...given,
          pods: given.pods.map((pod) => ({ ...pod, min: 1, max: 1, surge: 0 })),
          connections: given.connections.map((store) => ({
            ...store,
            users: store.users.map((user) => ({ ...user, pods: 1, surge: 0 })),
          })),
        };
        expect(errors(fewer)).toBeLessThanOrEqual(errors(given));
        const { figures, findings } = reckon(given);
        if (figures.some(({ most, of }) => of !== undefined && most > of)) expect(findings).not.toEqual([]);
      }),
    );
  });

  test("a wider network, more nodes and a bigger database never add a finding", () => {
    fc.assert(
      fc.property(input, (given) => {
        const bigger: CapacityInput = {
          ...given,
          ...(given.maxCores !== undefined && { maxCores: given.maxCores * 2 }),
          connections: given.connections.map((store) => ({ ...store, size: "db.r7g.16xlarge" })),
        };
        // More nodes ask for more addresses: only with a network to match.
        const wide = { ...bigger, network: { zones: 3, privateCidrs: Array(3).fill("10.0.0.0/9"), endpoints: 0 } };
        expect(count(wide)).toBeLessThanOrEqual(count(given));
      }),
    );
  });
});
