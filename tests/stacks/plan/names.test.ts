import * as fc from "fast-check";
import { digest, physicalName } from "../../../components/shared/naming";
import { scopeName } from "../../../stacks/plan/names";

describe("scopeName", () => {
  test.each([
    ["shop", "dev", "shop-dev"],
    ["shop", "pr-123", "shop-pr-123"],
    ["leather-api", "prod-gke", "leather-api-prod-gke"],
  ])("%s in stack %s is %s", (app, stack, expected) => {
    expect(scopeName(app, stack)).toBe(expected);
  });

  test("stacks whose names differ in odd characters only do not share a name", () => {
    const names = ["pr.123", "pr_123", "PR 123", "pr-123", "Prod", "prod"].map((stack) => scopeName("shop", stack));
    expect(names[3]).toBe("shop-pr-123");
    expect(new Set(names.slice(0, 4)).size).toBe(4);
  });

  test("is always a name that every cloud takes", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 120 }), (stack) => {
        expect(scopeName("shop", stack)).toMatch(/^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])$/);
      }),
    );
  });
});

describe("physicalName", () => {
  test("leaves a short name alone", () => {
    expect(physicalName(["shop", "dev", "db"], 40)).toBe("shop-dev-db");
  });

  test("cuts a long one to size, and keeps two long ones apart", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 60 }), fc.string({ minLength: 60 }), (one, two) => {
        fc.pre(one !== two);
        expect(physicalName([one], 40).length).toBeLessThanOrEqual(40);
        expect(physicalName([one], 40)).not.toBe(physicalName([two], 40));
      }),
    );
  });

  test("never leaves two hyphens at the cut", () => {
    expect(physicalName(["a".repeat(32), "-".repeat(20), "b"], 40)).toBe(
      `${"a".repeat(32)}-${digest(`${"a".repeat(32)}-${"-".repeat(20)}-b`)}`,
    );
  });
});
