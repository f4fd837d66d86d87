import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileConfig, root } from "../support/configs";
import { type ResourceRecord, simulate } from "../support/simulate";

/** Stacks of this repository: those that have a file. */
export const stacks = readdirSync(root)
  .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
  .filter((name): name is string => name !== undefined);

export const goldenFile = (stack: string): string => join(__dirname, `names.${stack}.txt`);

/**
 * What the engine knows each resource of a stack by: qualified type and logical name. One that changes without an alias is
 * a resource replaced.
 */
export async function namesOf(stack: string): Promise<string> {
  const config = fileConfig(`Pulumi.${stack}.yaml`);
  const account = String(config["slipway:account"]);
  const main = require(join(root, "index.ts")) as () => Promise<object>;
  const made = await simulate(main, {
    ...{ stack, config, account, region: String(config["slipway:region"]) },
    existing: [`arn:aws:iam::${account}:role/developers`],
  });
  return namesIn(made.resources);
}

/** The names of some resources, with those that they were known by. */
export function namesIn(resources: readonly Pick<ResourceRecord, "urn" | "aliases">[]): string {
  const urns = resources.flatMap(({ urn, aliases }) => [urn, ...aliases.filter((alias) => alias.startsWith("urn:"))]);
  const names = urns.map((urn) => urn.split("::").slice(2).join(" "));
  return `${[...new Set(names)].sort().join("\n")}\n`;
}

/** What of a golden file is gone, and what of a run is not in it. */
export function namesMoved(golden: string, now: string): { gone: string[]; notWritten: string[] } {
  const [before, after] = [golden.split("\n"), now.split("\n")];
  return {
    gone: before.filter((name) => !after.includes(name)),
    notWritten: after.filter((name) => !before.includes(name)),
  };
}

/** `npm run names`: writes the golden files anew, for a change of names that is meant. */
async function main(): Promise<void> {
  for (const stack of stacks) {
    writeFileSync(goldenFile(stack), await namesOf(stack));
    console.log(`wrote ${goldenFile(stack)}`);
  }
}

if (require.main === module) void main();
