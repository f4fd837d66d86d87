import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { costOf } from "../../../rehearsal/cost/cost";
import { type Costed, costDifference, costDifferenceLines, costedIn } from "../../../rehearsal/cost/difference";
import { record } from "./records";

const nat = (stack: string, zone: string) =>
  record(`shop-${stack}-network-nat-${zone}`, "aws:ec2/natGateway:NatGateway");
const key = (stack: string) => record(`shop-${stack}-secrets-key`, "aws:kms/key:Key");

const costed = (stack: string, resources: ReturnType<typeof record>[]): Costed => ({
  ...{ project: "shop", stack },
  cost: costOf({ cloud: "aws", region: "eu-west-1", resources }),
});

test("two stacks side by side: names without their prefixes, the biggest change first", () => {
  const difference = costDifference(
    costed("dev", [nat("dev", "a"), key("dev")]),
    costed("prod", [nat("prod", "a"), nat("prod", "b")]),
  );
  expect(difference?.changes.map(({ resource }) => resource)).toEqual(["network-nat-b", "secrets-key"]);
  expect((difference?.after ?? 0) - (difference?.before ?? 0)).toBe(37_440_000 - 1_000_000);
  expect(difference?.byPart.map(({ part }) => part)).toEqual(["network", "keys and secrets"]);
  expect(costDifferenceLines(difference!)).toEqual([
    "+$36.44 a month against shop dev: $38.44 before, $74.88 now",
    "  +$37.44  network-nat-b",
    "  −$1.00  secrets-key",
  ]);
});

test("the same stack costs the same; without costs there is nothing to say", () => {
  expect(costDifference(costed("dev", [key("dev")]), costed("dev", [key("dev")]))?.changes).toEqual([]);
  expect(costDifference({ project: "shop", stack: "dev" }, costed("dev", []))).toBeUndefined();
});

test("from a report.json; anything else is refused with what to do", () => {
  const folder = mkdtempSync(join(tmpdir(), "slipway-costs-"));
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const saved = costed("dev", [key("dev")]);
  expect(costedIn(write("report.json", JSON.stringify({ ...saved, resources: [] })))).toEqual(
    JSON.parse(JSON.stringify(saved)),
  );
  expect(() => costedIn(write("none.json", '{"project":"shop","stack":"dev"}'))).toThrow(
    /holds no costs: make it with/,
  );
  expect(() => costedIn(write("bad.json", "{"))).toThrow(/can't be read as JSON/);
  expect(() => costedIn(join(folder, "missing.json"))).toThrow(/can't be read/);
});
