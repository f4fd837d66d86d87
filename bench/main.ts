import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import manifest from "../package.json";
import { cloudFigures } from "./clouds";
import { atMost, type Figure, floor, root, table, times } from "./figures";
import { loaderJobs } from "./loaders";
import { installPeer, peerJob } from "./peer";
import { judgingTakes } from "./policies";
import { type Job, medians, type Sample } from "./run";
import { typeJobs } from "./types";
import { withWorkloads } from "./workloads";

function rehearsalJobs(scratch: string): Record<"prod" | "more200" | "more1000", Job> {
  const prod = readFileSync(join(root, "Pulumi.prod.yaml"), "utf8");
  const [, ...command] = manifest.scripts.rehearse.split(" ");
  // With everything but Helm: policies, costs, proofs, and every form of the report.
  const rehearse = (...args: string[]): Job => ({
    ...{ cwd: root, args: [...command, "--quiet", "--out", join(scratch, "report"), ...args] },
    env: { PATH: "/nowhere" },
  });
  const more = (count: number): Job => {
    const file = join(scratch, `Pulumi.prod-${count}.yaml`);
    writeFileSync(file, withWorkloads(prod, count));
    return rehearse("--config", file);
  };
  return { prod: rehearse("prod"), more200: more(200), more1000: more(1000) };
}

/** A Node that does nothing, and one that loads every rule as the pack does. */
const ruleJobs: Record<"node" | "rules", Job> = {
  node: { cwd: root, args: ["-e", ""] },
  rules: { cwd: root, args: ["-e", 'require("./loader.cjs"); require("./policy/judge.ts")'] },
};

const seconds = ({ seconds: s }: Sample): string => `${s.toFixed(2)} s`;

interface Parts {
  readonly clouds: boolean;
  readonly loaders: boolean;
  readonly peer: boolean;
}

function bench(rounds: number, withParts: Parts): Figure[] {
  const scratch = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  const say = (what: string) => (round: number) => {
    process.stderr.write(round === 0 ? `${what}: warming up\n` : `${what}: round ${round} of ${rounds}\n`);
  };
  try {
    if (withParts.peer) installPeer();
    const jobs = { floor, ...rehearsalJobs(scratch), ...ruleJobs };
    const main = medians(jobs, rounds, say("rehearsal"));
    const judging = judgingTakes(1000);
    const f = main.floor.seconds;
    const perWorkload = (main.more200.seconds - main.prod.seconds) / 200;
    const perFurther = (main.more1000.seconds - main.more200.seconds) / 800;
    const megabytes = (value: number): string => `${Math.round(value)} MB`;
    const figures: Figure[] = [
      {
        what: "F: imports of pulumi, aws, kubernetes, random, command, policy",
        measured: `${seconds(main.floor)}, ${megabytes(main.floor.megabytes)}`,
      },
      atMost("rehearse prod, wall / F", main.prod.seconds / f, 2, times),
      atMost("rehearse prod, resident", main.prod.megabytes, 350, megabytes),
      atMost("200 more workloads, on top, / F", (main.more200.seconds - main.prod.seconds) / f, 1, times),
      // "Linear" leaves room for what a fuller heap costs: half as much again for each further workload.
      atMost("a workload between 200 and 1,000, / one of the first 200", perFurther / perWorkload, 1.5, times),
      atMost("the rules' own load, on top of Node's / F", (main.rules.seconds - main.node.seconds) / f, 0.2, times),
      atMost(
        `judging 1,000 resources (${judging.findings} findings)`,
        judging.milliseconds / 1000,
        1,
        (s) => `${s.toFixed(3)} s`,
      ),
      atMost("rehearse prod with 1,000 more workloads, wall / F", main.more1000.seconds / f, 5, times),
      atMost("the same, resident", main.more1000.megabytes, 1024, megabytes),
    ];
    if (withParts.clouds) figures.push(...cloudFigures(scratch, Math.min(rounds, 3), say("clouds")));
    if (withParts.peer) {
      const { prod, peer } = medians({ prod: jobs.prod, peer: peerJob(scratch) }, Math.min(rounds, 3), say("peer"));
      figures.push(
        { what: "cdk synth of EKS Blueprints, / F", measured: `${times(peer.seconds / f)}, ${seconds(peer)}` },
        atMost("rehearse prod / cdk synth of the same shape", prod.seconds / peer.seconds, 0.5, times),
      );
    }
    const types = medians(typeJobs(), Math.min(rounds, 3), say("type check"));
    const empty = types.emptyTypes.seconds;
    figures.push(
      atMost("type check / an empty project's", types.types.seconds / empty, 10, times),
      // Nobody who uses these SDKs goes below it: what is the project's own is the difference.
      {
        what: "a file that only imports the same SDKs / an empty project's",
        measured: times(types.sdkTypes.seconds / empty),
      },
      {
        what: "type check / a file that only imports the same SDKs",
        measured: times(types.types.seconds / types.sdkTypes.seconds),
      },
    );
    if (withParts.loaders) {
      const loaders = medians({ floor, ...loaderJobs(root) }, Math.min(rounds, 3), say("loaders"));
      for (const [name, sample] of Object.entries(loaders)) {
        if (name !== "floor")
          figures.push({
            what: `program's start with ${name}, / F`,
            measured: `${times(sample.seconds / loaders.floor.seconds)}, ${seconds(sample)}`,
          });
      }
    }
    return figures;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const command = new Command("npm run bench --")
  .description("Measures the rehearsal against F, in the same run; ends with 1 where a target is missed.")
  .option("--rounds <n>", "rounds that the medians are taken from", "5")
  .option("--engine", "measure preview and up on the real engine instead; needs npm run e2e:tools")
  .option("--layers", "measure what a layer of its own saves instead; needs npm run e2e:tools")
  .option("--rules", "measure what the rules cost a real Prometheus instead; needs npm run e2e:tools")
  .option("--load", "measure the example's application under the stated load instead; needs npm run e2e:tools")
  .option("--no-loaders", "leave out the loaders of the program's start")
  .option("--no-clouds", "leave out the rehearsals of the five targets")
  .option("--no-peer", "leave out EKS Blueprints, which npm fetches once into the tools' cache")
  .parse();
const options = command.opts<{
  rounds: string;
  clouds: boolean;
  loaders: boolean;
  peer: boolean;
  engine?: true;
  rules?: true;
  load?: true;
  layers?: true;
}>();

async function main(): Promise<void> {
  const rounds = Number(options.rounds);
  // Only then: it loads the end-to-end tests.
  const say = (what: string) => process.stderr.write(`${what}\n`);
  const figures = options.engine
    ? await (await import("./engine")).engineFigures(rounds, say)
    : options.layers
      ? await (await import("./layers")).layerFigures(Math.min(rounds, 3), say)
      : options.rules
        ? await (await import("./rules")).ruleFigures(say)
        : options.load
          ? await (await import("./load")).loadFigures(say)
          : bench(rounds, options);
  process.stdout.write(`${table(figures)}\n`);
  process.exitCode = figures.some(({ holds }) => holds === false) ? 1 : 0;
}

main();
