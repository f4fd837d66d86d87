import type { SubnetKind, SubnetPlan } from "../../components/contracts/network";

/** Zones that the layout keeps room for, whether a stack uses them or not. */
const SLOTS = 4;
const ZONES = ["a", "b", "c"] as const;

/**
 * Lays subnets out in a network's range.
 *
 * Pods take their addresses from the private subnets, so each of those gets a quarter of the range. The last quarter is
 * cut into four again, one part a zone; half of a part is public, half is for data. Every zone's place depends on
 * its number only: adding a zone, or taking one away, moves no other subnet (a moved subnet is a replaced one).
 *
 * A /16 gives /18 private, /21 public and /21 data subnets; a /22, the smallest, /24, /27 and /27.
 * @throws RangeError when the range is no /16–/22 or `zones` is not 1–3.
 */
export function planSubnets(cidr: string, zones: number): SubnetPlan[] {
  const [base, prefix] = parse(cidr);
  if (prefix < 16 || prefix > 22) throw new RangeError(`network range ${cidr}: a /16 to /22 is needed`);
  if (!Number.isInteger(zones) || zones < 1 || zones > ZONES.length) throw new RangeError(`zones ${zones}: 1 to 3`);
  const used = ZONES.slice(0, zones);
  const rest = part(base, prefix, SLOTS, SLOTS - 1);
  return [
    ...used.map((zone, slot) => subnet("public", zone, part(...part(...rest, SLOTS, slot), 2, 0))),
    ...used.map((zone, slot) => subnet("private", zone, part(base, prefix, SLOTS, slot))),
    ...used.map((zone, slot) => subnet("data", zone, part(...part(...rest, SLOTS, slot), 2, 1))),
  ];
}

/** The `index`-th of `count` equal parts of a range; `count` is a power of two. */
export function split(cidr: string, count: number, index: number): string {
  const [base, prefix] = part(...parse(cidr), count, index);
  return `${dotted(base)}/${prefix}`;
}

type Range = [base: number, prefix: number];

/** The `index`-th of `count` equal parts of a range; `count` is a power of two. */
function part(base: number, prefix: number, count: number, index: number): Range {
  const size = 2 ** (32 - prefix) / count;
  return [base + size * index, prefix + Math.log2(count)];
}

function subnet(kind: SubnetKind, zone: string, [base, prefix]: Range): SubnetPlan {
  return { kind, zone, cidr: `${dotted(base)}/${prefix}` };
}

/** First address (as a number) and prefix length of a range; host bits are dropped. */
export function parse(cidr: string): Range {
  const [address = "", bits = ""] = cidr.split("/");
  const prefix = Number(bits);
  const value = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - prefix);
  return [Math.floor(value / size) * size, prefix];
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** Whether one range holds the whole of another. */
export function contains(outer: string, inner: string): boolean {
  const [outerBase, outerPrefix] = parse(outer);
  const [innerBase, innerPrefix] = parse(inner);
  return outerPrefix <= innerPrefix && innerBase >= outerBase && innerBase < outerBase + 2 ** (32 - outerPrefix);
}
