import type { Finding } from "../../policy/judge";
import { orderOf } from "../../rehearsal/engine/order";
import type { ResourceRecord } from "../../rehearsal/engine/record";
import type { Run } from "../../rehearsal/engine/run";
import { byRule, type FailLevel, failing, levelCounts } from "../../rehearsal/report/findings";
import { plain } from "../../rehearsal/report/paint";
import { partsOf } from "../../rehearsal/report/parts";
import { makeReport, type Report } from "../../rehearsal/report/report";
import { textOf } from "../../rehearsal/report/terminal";
import { treeOf } from "../../rehearsal/report/tree";
import type { CapacityReport } from "../../stacks/plan/capacity/finding";

function record(name: string, type: string, more: Partial<ResourceRecord> = {}): ResourceRecord {
  return {
    ...{
      urn: name,
      name,
      type,
      custom: !type.startsWith("slipway:") && type !== "pulumi:pulumi:Stack",
      external: false,
    },
    ...{ inputs: {}, outputs: {}, secrets: [], secretOutputs: [], dependencies: [], propertyDependencies: {} },
    ...{
      protect: false,
      retainOnDelete: false,
      ignoreChanges: [],
      replaceOnChanges: [],
      additionalSecretOutputs: [],
      aliases: [],
      onError: [],
    },
    ...more,
  };
}

function finding(level: Finding["level"], severity: Finding["severity"], rule = "rule", name = "x"): Finding {
  return {
    ...{ rule, pack: "p", level, severity, urn: name, type: "t", name },
    message: "found",
    mend: "mend it",
    link: "",
  };
}

const layer = (name: string) => record(`shop-dev-${name}`, `slipway:stack:${name}`, { parent: "shop-dev" });
const records = [
  record("shop-dev", "pulumi:pulumi:Stack"),
  layer("foundation"),
  record("shop-dev-network", "slipway:aws:Network", { parent: "shop-dev-foundation" }),
  record("vpc", "aws:ec2/vpc:Vpc", { parent: "shop-dev-network", protect: true }),
  record("subnet", "aws:ec2/subnet:Subnet", { parent: "shop-dev-network", dependencies: ["vpc"] }),
  record("password", "random:index/randomPassword:RandomPassword", {
    ...{ parent: "shop-dev-foundation", outputs: { result: "correct-horse" }, secretOutputs: ["result"] },
  }),
  layer("workloads"),
  record("provider", "pulumi:providers:kubernetes", { parent: "shop-dev-workloads", dependencies: ["subnet"] }),
  ...Array.from({ length: 8 }, (_, index) => [
    record(`shop-dev-w${index}`, "slipway:workloads:Workload", { parent: "shop-dev-workloads" }),
    record(`release-${index}`, "kubernetes:helm.sh/v3:Release", {
      ...{
        parent: `shop-dev-w${index}`,
        provider: "provider",
        inputs: { values: { key: "correct-horse" }, open: "is correct-horse!" },
      },
      ...{ secrets: ["values.key"] },
    }),
  ]).flat(),
];

function report(findings: Finding[] = [], capacity?: CapacityReport): Report {
  const run = {
    resources: records,
    outputs: { note: "correct-horse", list: ["a b", "c"] },
    secretOutputs: [],
    order: orderOf(records),
  };
  return makeReport({
    ...{
      run: run as unknown as Run,
      findings,
      capacity,
      project: "shop",
      stack: "dev",
      mode: "up",
      configFile: "f",
      region: "r",
    },
    ...{ config: { "slipway:cloud": "aws" }, account: "1", placeholders: [], seconds: 1 },
  });
}

test("counts what would exist: no components, no providers", () => {
  expect(report().counts).toMatchObject({ resources: 11, components: 12, protected: 1 });
  expect(treeOf(report()).total).toBe(11);
});

test("a secret is masked by its mark, and where it has lost it by its text", () => {
  const text = JSON.stringify(report());
  expect(text).not.toContain("correct-horse");
  expect(report().resources.find(({ name }) => name === "release-0")?.inputs).toEqual({
    ...{ values: { key: "[secret]" }, open: "is [secret]!" },
  });
});

test("parts of the stack come with their steps, and without the words they share", () => {
  expect(partsOf(report())).toEqual([
    { name: "shop-dev-foundation", first: 1, last: 2, parts: ["network"] },
    { name: "shop-dev-workloads", first: 3, last: 3, parts: ["w0", "w1", "w2", "w3", "w4", "w5", "w6", "w7"] },
  ]);
});

test("what is alike is folded, and with --all is not", () => {
  const text = textOf(report(), { paint: plain });
  expect(text).toContain("… 3 more Workload, 3 resources");
  expect(text).not.toContain("shop-dev-w7 Workload");
  expect(textOf(report(), { paint: plain, all: true })).toContain("shop-dev-w7 Workload 1  Release");
});

test("a list of texts has a line for each", () => {
  expect(textOf(report(), { paint: plain })).toMatch(/list +a b\n +c\n/);
});

test("capacity has a section of its own: figures, what does not fit, what could not be counted", () => {
  expect(textOf(report(), { paint: plain })).not.toContain("Capacity");
  const capacity: CapacityReport = {
    figures: [
      { what: "connections to db", most: 1310, of: 901, because: "api 130+1 × 10" },
      { what: "cores", most: 2, because: "no limit" },
    ],
    findings: [
      {
        ...{ level: "warning", check: "connections", path: "stores.db.size", message: "1310 connections" },
        ...{ allowed: "at most 720", mend: "take a bigger size" },
      },
    ],
    unknown: ["nodes of type g5.xlarge"],
  };
  const text = textOf(report([], capacity), { paint: plain });
  expect(text).toMatch(/\nCapacity\n +connections to db +at most 1,310 of 901\n +cores +at most 2\n/);
  expect(text).toMatch(
    /not counted: nodes of type g5\.xlarge\n +! slipway:stores\.db\.size: 1310 connections\n +mend: take/,
  );
  expect(text).toContain("1 of capacity");
  expect(text).not.toContain("130+1");
  expect(textOf(report([], capacity), { paint: plain, all: true })).toContain("api 130+1 × 10");
  expect(JSON.parse(JSON.stringify(report([], capacity)))).toMatchObject({ capacity });
});

describe("findings", () => {
  const all = [
    ...(["critical", "high", "medium", "low"] as const).map((severity) => finding("advisory", severity, severity)),
    ...[finding("mandatory", "medium", "must"), finding("exempt", "critical"), finding("remediate", "critical")],
  ];
  test.each([
    ["none", 0],
    ["mandatory", 1],
    ["critical", 1],
    ["high", 2],
    ["medium", 4],
    ["low", 5],
  ] as [FailLevel, number][])("--fail-on %s: %i of them fail; exempt and repaired ones never do", (level, count) => {
    expect(failing(all, level)).toHaveLength(count);
  });

  test("are grouped by level, then severity", () => {
    expect(byRule(all).map(({ rule }) => rule)).toEqual(["must", "critical", "high", "medium", "low", "rule", "rule"]);
    expect(levelCounts(all)).toEqual({ mandatory: 1, advisory: 4, remediate: 1, exempt: 1 });
  });

  test("are printed with the way to mend them, the first few of each rule", () => {
    const many = Array.from({ length: 5 }, (_, index) => finding("mandatory", "high", "open-port", `group-${index}`));
    const text = textOf(report(many), { paint: plain });
    expect(text).toMatch(/✗ open-port high · 5\n +group-0: found\n.*\n.*\n +… 2 more\n +mend: mend it/);
    expect(text).toContain("5 mandatory");
  });
});
