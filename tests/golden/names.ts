import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileConfig, root } from "../support/configs";
import { simulate } from "../support/simulate";

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
  const urns = made.resources.flatMap(({ urn, aliases }) => [
    urn,
    ...aliases.filter((alias) => alias.startsWith("urn:")),
  ]);
  const names = urns.map((urn) => urn.split("::").slice(2).join(" "));
  return `${[...new Set(names)].sort().join("\n")}\n`;
}

/** `npm run names`: writes the golden files anew, for a change of names that is meant. */
async function main(): Promise<void> {
  for (const stack of stacks) {
    writeFileSync(goldenFile(stack), await namesOf(stack));
    console.log(`wrote ${goldenFile(stack)}`);
  }
}

if (require.main === module) void main();
