import { readFileSync } from "node:fs";
import { goldenFile, namesIn, namesMoved, namesOf, stacks } from "./names";

/**
 * A name in the golden file that is gone is a resource that users would see replaced: keep it as an alias, or, where the
 * replacement is meant, say so in the changelog and run `npm run names`. New names are written there too.
 */
describe("resource names", () => {
  test.each(stacks)("%s has the names of its golden file, old ones at least as aliases", async (stack) => {
    const moved = namesMoved(readFileSync(goldenFile(stack), "utf8"), await namesOf(stack));
    expect(moved).toEqual({ gone: [], notWritten: [] });
  });

  test("one that changes is caught, unless the old name is kept as an alias", () => {
    const urn = (name: string) => `urn:pulumi:prod::shop::aws:rds/instance:Instance::${name}`;
    const golden = namesIn([{ urn: urn("db"), aliases: [] }]);
    expect(namesMoved(golden, namesIn([{ urn: urn("database"), aliases: [] }]))).toEqual({
      ...{ gone: ["aws:rds/instance:Instance db"], notWritten: ["aws:rds/instance:Instance database"] },
    });
    const kept = namesIn([{ urn: urn("database"), aliases: [urn("db")] }]);
    expect(namesMoved(golden, kept).gone).toEqual([]);
  });
});
