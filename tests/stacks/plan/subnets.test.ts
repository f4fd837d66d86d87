import * as fc from "fast-check";
import { parse, planSubnets } from "../../../stacks/plan/subnets";

const networks = fc
  .tuple(fc.constantFrom("10", "172", "192"), fc.nat(255), fc.nat(255), fc.integer({ min: 16, max: 22 }))
  .map(([a, b, c, prefix]) => `${a}.${b}.${c}.0/${prefix}`);
const zones = fc.integer({ min: 1, max: 3 });

const range = (cidr: string): [first: number, last: number] => {
  const [base, prefix] = parse(cidr);
  return [base, base + 2 ** (32 - prefix) - 1];
};

describe("planSubnets", () => {
  test.each([
    ["10.20.0.0/16", "public", "a", "10.20.192.0/21"],
    ["10.20.0.0/16", "public", "c", "10.20.224.0/21"],
    ["10.20.0.0/16", "private", "a", "10.20.0.0/18"],
    ["10.20.0.0/16", "private", "b", "10.20.64.0/18"],
    ["10.20.0.0/16", "private", "c", "10.20.128.0/18"],
    ["10.20.0.0/16", "data", "a", "10.20.200.0/21"],
    ["10.20.0.0/16", "data", "c", "10.20.232.0/21"],
    ["192.168.4.0/22", "private", "a", "192.168.4.0/24"],
    ["192.168.4.0/22", "public", "a", "192.168.7.0/27"],
    ["192.168.4.0/22", "data", "b", "192.168.7.96/27"],
  ])("%s: %s in zone %s is %s", (cidr, kind, zone, expected) => {
    const found = planSubnets(cidr, 3).find((subnet) => subnet.kind === kind && subnet.zone === zone);
    expect(found?.cidr).toBe(expected);
  });

  test("every zone has one of each kind", () => {
    fc.assert(
      fc.property(networks, zones, (cidr, count) => {
        const names = planSubnets(cidr, count).map(({ kind, zone }) => `${kind}-${zone}`);
        const letters = ["a", "b", "c"].slice(0, count);
        const expected = ["public", "private", "data"].flatMap((kind) => letters.map((zone) => `${kind}-${zone}`));
        expect(names.sort()).toEqual(expected.sort());
      }),
    );
  });

  test("none overlaps another, and all lie inside the network", () => {
    fc.assert(
      fc.property(networks, zones, (cidr, count) => {
        const [first, last] = range(cidr);
        const ranges = planSubnets(cidr, count)
          .map((subnet) => range(subnet.cidr))
          .sort(([a], [b]) => a - b);
        for (const [index, [from, to]] of ranges.entries()) {
          expect(from).toBeGreaterThanOrEqual(first);
          expect(to).toBeLessThanOrEqual(last);
          if (index > 0) expect(from).toBeGreaterThan(ranges[index - 1]![1]);
        }
      }),
    );
  });

  test("adding a zone moves nothing: the old subnets keep their ranges", () => {
    fc.assert(
      fc.property(networks, fc.constantFrom(1, 2), (cidr, count) => {
        expect(planSubnets(cidr, count + 1)).toEqual(expect.arrayContaining(planSubnets(cidr, count)));
      }),
    );
  });

  test("each range begins where its own mask says", () => {
    fc.assert(
      fc.property(networks, zones, (cidr, count) => {
        for (const subnet of planSubnets(cidr, count)) {
          const [base, prefix] = parse(subnet.cidr);
          expect(base % 2 ** (32 - prefix)).toBe(0);
          expect(prefix).toBeLessThanOrEqual(27);
        }
      }),
    );
  });

  test.each([
    ["10.0.0.0/15", 2],
    ["10.0.0.0/23", 2],
    ["10.0.0.0/16", 0],
    ["10.0.0.0/16", 4],
    ["10.0.0.0/16", 1.5],
  ])("%s over %s zones is refused", (cidr, count) => {
    expect(() => planSubnets(cidr, count)).toThrow(RangeError);
  });
});
