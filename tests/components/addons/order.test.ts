import fc from "fast-check";
import { catalogue } from "../../../components/addons/catalogue";
import { type Needs, type OrderResult, orderAddons } from "../../../components/addons/order";
import type { AddonName } from "../../../components/contracts/addon";

const needs = (table: Record<string, string[]>): Needs<string> =>
  Object.fromEntries(Object.entries(table).map(([name, list]) => [name, { needs: list }]));

const order = (table: Record<string, string[]>, names = Object.keys(table)): OrderResult<string> =>
  orderAddons(names, needs(table));

describe("orderAddons", () => {
  test.each<[what: string, table: Record<string, string[]>, order: string[]]>([
    ["nothing", {}, []],
    ["ties by name", { c: [], a: [], b: [] }, ["a", "b", "c"]],
    ["a chain", { a: ["b"], b: ["c"], c: [] }, ["c", "b", "a"]],
    [
      "a diamond",
      { top: ["left", "right"], left: ["base"], right: ["base"], base: [] },
      ["base", "left", "right", "top"],
    ],
    ["what becomes free comes by name, not last", { a: ["z"], m: [], z: [] }, ["m", "z", "a"]],
  ])("%s", (_, table, expected) => {
    expect(order(table)).toEqual({ order: expected });
  });

  test("names given twice come once", () => {
    expect(order({ a: [] }, ["a", "a"])).toEqual({ order: ["a"] });
  });

  test.each<[what: string, table: Record<string, string[]>, names: string[] | undefined, problems: string[]]>([
    ["a missing need", { a: ["b"], b: [] }, ["a"], ["a needs b, which is not there"]],
    ["an unknown add-on", { a: [] }, ["a", "x"], ["there is no add-on x"]],
    ["a cycle of two", { a: ["b"], b: ["a"] }, undefined, ["a cycle: a → b → a"]],
    ["one that needs itself", { a: ["a"] }, undefined, ["a cycle: a → a"]],
    [
      "a cycle reached from outside, told from its first by name",
      { a: ["c"], c: ["b"], b: ["c"] },
      undefined,
      ["a cycle: b → c → b"],
    ],
    [
      "two cycles, each once",
      { a: ["b"], b: ["a"], x: ["y"], y: ["x"] },
      undefined,
      ["a cycle: a → b → a", "a cycle: x → y → x"],
    ],
    [
      "all problems at once",
      { a: ["b", "q"], b: ["a"] },
      undefined,
      ["a needs q, which is not there", "a cycle: a → b → a"],
    ],
  ])("%s", (_, table, names, problems) => {
    expect(order(table, names)).toEqual({ problems });
  });

  const names = ["a", "b", "c", "d", "e", "f", "g"];
  /** A graph in which each needs only what comes before it in a shuffled list: without a cycle. */
  const acyclic = fc
    .tuple(
      fc.shuffledSubarray(names, { minLength: names.length }),
      fc.array(fc.array(fc.nat(6), { maxLength: 3 }), { minLength: 7, maxLength: 7 }),
    )
    .map(([shuffled, picks]) =>
      Object.fromEntries(
        shuffled.map((name, index) => [
          name,
          [...new Set(picks[index]!.filter((pick) => pick < index).map((pick) => shuffled[pick]!))],
        ]),
      ),
    );

  test("whatever the graph, each comes once and after what it needs, in an order that does not depend on the input's", () => {
    fc.assert(
      fc.property(acyclic, fc.shuffledSubarray(names, { minLength: names.length }), (table, given) => {
        const result = order(table);
        expect(order(table, given)).toEqual(result);
        const sorted = "order" in result ? result.order : [];
        expect([...sorted].sort()).toEqual(names);
        for (const [name, list] of Object.entries(table)) {
          for (const need of list) expect(sorted.indexOf(need)).toBeLessThan(sorted.indexOf(name));
        }
      }),
    );
  });

  test("whatever the graph, a back edge is reported as a cycle and no order is given", () => {
    fc.assert(
      fc.property(acyclic, (table) => {
        const from = Object.keys(table).find((name) => table[name]!.length > 0);
        fc.pre(from !== undefined);
        const need = table[from!]![0]!;
        const broken = { ...table, [need]: [...table[need]!, from!] };
        const result = order(broken);
        expect("problems" in result && result.problems.some((problem) => problem.startsWith("a cycle: "))).toBe(true);
      }),
    );
  });
});

describe("the catalogue's own order", () => {
  const all = Object.keys(catalogue) as AddonName[];
  const result = orderAddons(all, catalogue);
  const sorted = "order" in result ? result.order : [];

  test("has no problem", () => {
    expect(result).toEqual({ order: expect.arrayContaining(all) });
  });

  test.each<[first: AddonName, then: AddonName, why: string]>([
    ["prometheus-operator-crds", "metrics-server", "its monitor"],
    ["prometheus-operator-crds", "karpenter", "its rules"],
    ["aws-load-balancer-controller", "envoy-gateway", "its TargetGroupBindings"],
    ["envoy-gateway", "cert-manager", "the Gateway API's definitions"],
    ["external-secrets", "kube-prometheus-stack", "the credentials of alert routes"],
    ["node-exporter", "kube-prometheus-stack", "what its dashboards show"],
  ])("%s comes before %s (%s)", (first, then) => {
    expect(sorted.indexOf(first)).toBeLessThan(sorted.indexOf(then));
  });
});
