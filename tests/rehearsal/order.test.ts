import fc from "fast-check";
import { type Node, needs, orderOf, waitsFor } from "../../rehearsal/engine/order";

/** Random graphs without cycles: each resource needs only such as come before it, in an order that is then shuffled. */
const graph: fc.Arbitrary<Node[]> = fc
  .array(
    fc.record({
      custom: fc.boolean(),
      parent: fc.option(fc.nat()),
      provider: fc.option(fc.nat()),
      dependencies: fc.array(fc.nat(), { maxLength: 4 }),
      place: fc.nat(),
    }),
    { maxLength: 40 },
  )
  .map((drafts) => {
    const nodes = drafts.map(({ custom, parent, provider, dependencies, place }, index): Node & { place: number } => {
      const earlier = (at: number) => `urn::${at % index}`;
      return {
        ...{ urn: `urn::${index}`, custom, place },
        parent: parent === null || index === 0 ? undefined : earlier(parent),
        provider: provider === null || index === 0 ? undefined : earlier(provider),
        dependencies: index === 0 ? [] : [...new Set(dependencies.map(earlier))],
      };
    });
    return nodes.sort((a, b) => a.place - b.place);
  });

describe("on any graph", () => {
  test("each resource comes once, after all that it needs, and goes before it", () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        const { create, destroy } = orderOf(nodes);
        expect([...create].sort()).toEqual(nodes.map(({ urn }) => urn).sort());
        const made = new Map(create.map((urn, index) => [urn, index]));
        const gone = new Map(destroy.map((urn, index) => [urn, index]));
        for (const node of nodes) {
          for (const need of needs(node)) {
            expect(made.get(need)!).toBeLessThan(made.get(node.urn)!);
            expect(gone.get(node.urn)!).toBeLessThan(gone.get(need)!);
          }
        }
      }),
    );
  });

  test("steps hold every resource that is no component, and nobody waits for one of the same step", () => {
    fc.assert(
      fc.property(graph, (nodes) => {
        const byUrn = new Map(nodes.map((node) => [node.urn, node]));
        const { steps } = orderOf(nodes);
        expect(steps.flat().sort()).toEqual(
          nodes
            .filter(({ custom }) => custom)
            .map(({ urn }) => urn)
            .sort(),
        );
        const step = new Map(steps.flatMap((urns, index) => urns.map((urn) => [urn, index] as const)));
        for (const [later, at] of step) {
          for (const [earlier, before] of step) {
            if (later !== earlier && waitsFor(byUrn, later, earlier)) expect(before).toBeLessThan(at);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test("a cycle is named", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), (size) => {
        const ring = Array.from(
          { length: size },
          (_, index): Node => ({
            urn: `urn::${index}`,
            custom: true,
            dependencies: [`urn::${(index + 1) % size}`],
          }),
        );
        expect(() => orderOf(ring)).toThrow(/circle: \d( → \d)+/);
      }),
    );
  });
});

test("a long chain does not run out of stack", () => {
  const chain = Array.from(
    { length: 20_000 },
    (_, index): Node => ({
      urn: `urn::${index}`,
      custom: true,
      dependencies: index === 0 ? [] : [`urn::${index - 1}`],
    }),
  ).reverse();
  expect(orderOf(chain).steps).toHaveLength(20_000);
});
