/**
 * `eval "$(node --import tsx tests/e2e/tools/env.ts [folder])"` makes a shell in which `pulumi` and `npx pulumi` work
 * offline: prints `export` lines for it. The folder keeps stacks and state; by default it is in the tools' cache.
 */
import { join, resolve } from "node:path";
import { makePulumiHome } from "../language-host/pulumi-home";
import { cacheRoot } from "./tools";

try {
  const folder = resolve(process.argv[2] ?? join(cacheRoot(), "home"));
  for (const [name, value] of Object.entries(makePulumiHome({ folder }).env)) {
    console.log(`export ${name}='${value.replaceAll("'", "'\\''")}'`);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
