import { readFileSync } from "node:fs";
import { goldenFile, namesOf, stacks } from "./names";

/**
 * A name in the golden file that is gone is a resource that users would see replaced: keep it as an alias, or, where the
 * replacement is meant, say so in the changelog and run `npm run names`. New names are written there too.
 */
describe("resource names", () => {
  test.each(stacks)("%s has the names of its golden file, old ones at least as aliases", async (stack) => {
    const golden = readFileSync(goldenFile(stack), "utf8").split("\n");
    const now = (await namesOf(stack)).split("\n");
    expect({ gone: golden.filter((name) => !now.includes(name)) }).toEqual({ gone: [] });
    expect({ notWritten: now.filter((name) => !golden.includes(name)) }).toEqual({ notWritten: [] });
  });
});
