/**
 * `pulumi preview` and `up` of the shop's stacks on the real engine, with the policies, against simulated accounts and a
 * real Kubernetes API; `npm run e2e:tools` must have been run before. All figures are processor time, which other work on
 * the machine changes little: of the whole process of Node.js that runs the program, its start and the SDK with it; of the
 * policies'; of helm, which they start; and of the engine with the Kubernetes provider. The tests' own parts,
 * which stand in for Pulumi's host and for AWS, are left out. Beside them stand floors that nobody's program goes below: an
 * empty program, whose process is taken off a program's own share, and a policy pack with no policy.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHarness } from "../tests/e2e/harness";
import { type PulumiHome, runPulumi } from "../tests/e2e/language-host/pulumi-home";
import { atMost, type Figure, floor, root, times } from "./figures";
import { median } from "./run";
import { partsOf, type Shares, Watch } from "./shares";

/** Runs the command, and watches it. @throws Error with what it said, where it fails */
async function shares(home: PulumiHome, folder: string, command: readonly string[]): Promise<Shares> {
  const [program, ...args] = command;
  const mark = `${process.pid}-${count++}`;
  const watch = new Watch(`SLIPWAY_BENCH=${mark}`);
  const { code, output } = await runPulumi({ ...home, env: { ...home.env, SLIPWAY_BENCH: mark } }, folder, args, [
    program!,
  ]);
  const taken = watch.stop();
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${output}`);
  return taken;
}

let count = 0;

/** A policy pack that judges nothing. */
function emptyPack(folder: string): void {
  mkdirSync(folder);
  writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
  const pack = 'const { PolicyPack } = require("@pulumi/policy"); new PolicyPack("empty", { policies: [] });\n';
  writeFileSync(join(folder, "index.js"), pack);
  const packages = { "@pulumi/policy": "*", "@pulumi/pulumi": "*" };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "none", version: "1.0.0", dependencies: packages }),
  );
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}

/** A project whose program does nothing. */
async function emptyProject(home: PulumiHome, folder: string): Promise<void> {
  mkdirSync(folder);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: empty\nruntime: nodejs\nmain: index.js\n");
  writeFileSync(join(folder, "index.js"), "module.exports = {};\n");
  writeFileSync(join(folder, "package.json"), '{ "name": "empty", "dependencies": { "@pulumi/pulumi": "*" } }\n');
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const { code, output } = await runPulumi(home, folder, ["stack", "init", "empty"]);
  if (code !== 0) throw new Error(output);
}

function middle(samples: readonly Shares[]): Shares {
  const part = (kind: keyof Shares): [string, number] => [kind, median(samples.map((sample) => sample[kind]))];
  return Object.fromEntries(partsOf.map(part)) as unknown as Shares;
}

const policies = ["--policy-pack", "policy"];

/** @param rounds previews that the medians are taken from; each stack is brought up once, after one whose figures nobody takes */
export async function engineFigures(rounds: number, say: (what: string) => void): Promise<Figure[]> {
  const scratch = mkdtempSync(join(tmpdir(), "slipway-bench-"));
  say("starting Kubernetes");
  const harness = await startHarness({ checkpoints: "each", processes: "own" });
  try {
    const empty = join(scratch, "empty");
    await emptyProject(harness.home, empty);
    const none = join(scratch, "none");
    emptyPack(none);
    const stacks = [await harness.stack("dev"), await harness.stack("prod", { like: "prod" })];
    const samples: Record<string, Shares[]> = {};
    const sample = async (what: string, home: PulumiHome, folder: string, ...command: string[]) => {
      say(what);
      const taken = await shares(home, folder, command);
      samples[what] = [...(samples[what] ?? []), taken];
    };
    const homeOf = (stack: (typeof stacks)[number]): PulumiHome => ({ ...harness.home, env: stack.environment });
    for (let round = 0; round <= rounds; round++) {
      // The first fills the caches.
      if (round === 1) for (const what of Object.keys(samples)) delete samples[what];
      await sample("F", harness.home, root, "node", ...floor.args, "--");
      await sample("empty", harness.home, empty, "pulumi", "preview");
      for (const stack of stacks) {
        await sample(`preview ${stack.name}`, homeOf(stack), stack.folder, "pulumi", "preview", ...policies);
        await sample(`plain ${stack.name}`, homeOf(stack), stack.folder, "pulumi", "preview");
        await sample(`none ${stack.name}`, homeOf(stack), stack.folder, "pulumi", "preview", "--policy-pack", none);
      }
    }
    // The first fills the caches again: what only an `up` runs no preview has compiled.
    const ups = [stacks[0]!, ...stacks.toReversed()];
    for (const [index, stack] of ups.entries()) {
      const up = `up ${stack.name}`;
      delete samples[up];
      await sample(up, homeOf(stack), stack.folder, "pulumi", "up", "--yes", "--skip-preview", ...policies);
      // The next wants the same names in the cluster; what stands at the end goes with it.
      if (index === ups.length - 1) break;
      stack.configure({ protect: false });
      await stack.up();
      await stack.destroy();
      stack.configure({ protect: undefined });
    }
    return figuresOf(Object.fromEntries(Object.entries(samples).map(([what, all]) => [what, middle(all)])));
  } finally {
    await harness.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

function figuresOf({ F, empty, ...measured }: Record<string, Shares>): Figure[] {
  const f = F!.other;
  const e = empty!.program + empty!.engine;
  const seconds = (value: number): string => `${value.toFixed(2)} s`;
  const whole = ({ program, engine, policies }: Shares): number => program + engine + policies;
  return [
    { what: "F: imports of the SDKs, processor time", measured: seconds(f) },
    { what: "E: preview of an empty program", measured: seconds(e) },
    { what: "an empty program's own process, / F", measured: times(empty!.program / f) },
    ...Object.entries(measured).flatMap(([what, { program, engine, policies: judged, rendering }]) => {
      const [, kind, stack] = /^(plain|none) (.*)$/.exec(what) ?? [];
      if (kind !== undefined) {
        const plain = measured[`plain ${stack}`]!;
        if (kind === "none") {
          const ratio = times(whole(measured[what]!) / whole(plain));
          return [{ what: `preview ${stack} with a pack without policies / without`, measured: ratio }];
        }
        const ratio = whole(measured[`preview ${stack}`]!) / whole(plain);
        const bare = whole(measured[`none ${stack}`]!);
        const beyond = (whole(measured[`preview ${stack}`]!) - bare) / whole(plain);
        return [
          atMost(`preview ${stack} with the packs / without, helm apart`, ratio, 1.3, times),
          { what: `preview ${stack}: the packs beyond a pack without policies / without`, measured: times(beyond) },
        ];
      }
      return [
        atMost(`${what}: the program, beyond an empty one's process, / F`, (program - empty!.program) / f, 1.5, times),
        { what: `${what}: the program's whole process, / F`, measured: times(program / f) },
        { what: `${what}: the same, / E`, measured: times(program / e) },
        { what: `${what}: the engine, / E`, measured: times(engine / e) },
        { what: `${what}: the policies, / E`, measured: times(judged / e) },
        { what: `${what}: helm, / E`, measured: times(rendering / e) },
      ];
    }),
  ];
}
