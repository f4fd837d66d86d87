/**
 * The long run: a thousand sequences, the mutations, all five systems and staging, the unit tests on other versions of
 * Node.js. What passed of the sequences is written down, so that a run which was stopped goes on where it was; what failed is tried again, and shrunk.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Command } from "commander";
import { runMutations } from "./mutations";
import { AT_ONCE, makeLanes, type Place, runNumber } from "./sequences/run";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "slipway-tools");

/** Numbers of the sequences that have passed. */
function passedBefore(file: string): Set<number> {
  try {
    return new Set(readFileSync(file, "utf8").split("\n").filter(Boolean).map(Number));
  } catch {
    return new Set();
  }
}

async function soak(
  places: readonly Place[],
  numbers: readonly number[],
  log: string,
  shrink: boolean,
): Promise<number> {
  const passed = passedBefore(log);
  const left = numbers.filter((number) => !passed.has(number));
  const before = numbers.length - left.length;
  const total = numbers.length;
  let failed = 0;
  let done = before;
  if (done > 0) console.log(`${done} of ${total} passed in earlier runs`);
  const started = Date.now();
  const worker = async (place: Place) => {
    for (let number = left.shift(); number !== undefined; number = left.shift()) {
      const problem = await runNumber(place, number, shrink);
      done++;
      if (problem === undefined) appendFileSync(log, `${number}\n`);
      else {
        failed++;
        console.log(problem);
      }
      const pace = ((Date.now() - started) / 1000 / (done - before)).toFixed(1);
      console.log(`${done} of ${total}: ${done - failed} passed, ${failed} failed, ${pace} s each`);
    }
  };
  await Promise.all(places.map(worker));
  console.log(`${done - failed} passed, ${failed} failed`);
  return failed;
}

/** The prod stacks of `examples/`, the shop's, and its staging, each from nothing to nothing. @returns how many runs failed: 0 or 1 */
function runSystems(): number {
  const jest = [require.resolve("jest/bin/jest"), "-c", join(__dirname, "jest.config.cjs"), "systems.e2e"];
  const { status } = spawnSync(process.execPath, jest, {
    stdio: "inherit",
    env: { ...process.env, SLIPWAY_SOAK: "1" },
  });
  return status === 0 ? 0 : 1;
}

/** Every unit test under the other versions of Node.js. @returns how many runs failed: 0 or 1 */
function runNodes(): number {
  const { status } = spawnSync(process.execPath, [join(__dirname, "../node-versions.cjs"), "--all"], {
    stdio: "inherit",
  });
  return status === 0 ? 0 : 1;
}

async function main(): Promise<void> {
  const options = new Command("npm run test:soak --")
    .description(
      "Runs random sequences on the real engine, the mutations, the five systems, and the unit tests on other Node.js; goes on where it was stopped.",
    )
    .option("--sequences <n>", "how many sequences", "1000")
    .option("--only <number>", "this one sequence, shrunk when it fails")
    .option("--lanes <n>", "how many side by side", String(AT_ONCE))
    .option("--log <file>", "where passed sequences are written down", join(cache, "soak.log"))
    .option("--no-shrink", "do not shrink what fails")
    .option("--no-mutations", "without the mutations")
    .option("--no-systems", "without the five systems and the shop's")
    .option("--no-nodes", "without the unit tests under other versions of Node.js")
    .parse()
    .opts<{
      sequences: string;
      only?: string;
      log: string;
      lanes: string;
      shrink: boolean;
      mutations: boolean;
      systems: boolean;
      nodes: boolean;
    }>();
  mkdirSync(dirname(options.log), { recursive: true });
  const { places, remove } = makeLanes(options.only === undefined ? Number(options.lanes) : 1);
  try {
    if (options.only !== undefined) {
      const problem = await runNumber(places[0]!, Number(options.only), options.shrink);
      console.log(problem ?? `sequence ${options.only} passed`);
      process.exitCode = problem === undefined ? 0 : 1;
      return;
    }
    const numbers = Array.from({ length: Number(options.sequences) }, (_, index) => index);
    const failed = await soak(places, numbers, options.log, options.shrink);
    const unseen = options.mutations ? await runMutations(console.log) : 0;
    const broken = options.systems ? runSystems() : 0;
    const old = options.nodes ? runNodes() : 0;
    if (failed + unseen + broken + old > 0) process.exitCode = 1;
  } finally {
    remove();
  }
}

main();
