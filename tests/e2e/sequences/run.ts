/** Runs a sequence on the real engine and holds it against what must be true whatever went wrong. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { existingIn } from "../../../rehearsal/clouds/existing";
import type { Instance } from "../../../rehearsal/clouds/model";
import { makePulumiHome, type PulumiHome, type PulumiResult } from "../language-host/pulumi-home";
import type { FaultRule } from "../providers/faults";
import { installProviders } from "../providers/install";
import { type Config, Stack, type StateResource } from "../stack";
import { AttachedStack } from "../warm/attached-stack";
import { Lanes } from "../warm/lane";
import { adopted, configOf, type Operation, type Sequence, type Step, sequence } from "./sequence";

/** Where stacks are made: one Pulumi home for all, a folder and an account for each. */
export interface Place {
  readonly folder: string;
  readonly home: PulumiHome;
  /** Commands attach to its processes. Without one the engine starts every process itself, as it does for users. */
  readonly lanes?: Lanes;
  /** What `pulumi stack init` has written, once it has run here: later stacks of the place begin with a copy. */
  blank?: { readonly stack: string; readonly state: string };
}

/** How many sequences run side by side: one waits for its engine while the other works. */
export const AT_ONCE = 2;

export function makePlace(folder: string): Place {
  return { folder, home: installProviders(makePulumiHome({ folder: join(folder, "home") }), "no-cluster") };
}

/** Places that are quick, each for one sequence after the other; their folder lies in memory where the machine has such. */
export function makeLanes(count = AT_ONCE): { readonly places: readonly Place[]; readonly remove: () => void } {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "slipway-sequences-"));
  const { state, env } = makePlace(folder).home;
  // The CLI would write a log of each command, if this were a folder.
  writeFileSync(join(folder, "home/logs"), "");
  // Nothing here looks at the backend's copies of older states, and the CLI is gone before its memory matters.
  const home = { state, env: { ...env, PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true", GOGC: "400" } };
  const places = Array.from({ length: count }, () => ({ folder, home, lanes: new Lanes() }));
  const remove = () => {
    for (const { lanes } of places) lanes.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { places, remove };
}

/** An account in which nothing stands but what was there before. */
export async function newStack(place: Place, name: string, config: Config): Promise<Stack> {
  const { folder, home, lanes } = place;
  const args = [name, join(folder, name), home, "", "", { like: "none", config }] as const;
  const stack = lanes ? new AttachedStack(lanes, ...args) : new Stack(...args);
  stack.change(() => existingIn(adopted));
  const files = { stack: join(stack.folder, `Pulumi.${name}.yaml`), state: stack.stateFile };
  if (place.blank) {
    writeFileSync(files.stack, place.blank.stack);
    writeFileSync(files.state, place.blank.state.replace(/"stack":"[^"]*"/, `"stack":"organization/shop/${name}"`));
    stack.configure({});
    stack.env.PULUMI_STACK = name;
  } else {
    await stack.init();
    if (lanes) place.blank = { stack: readFileSync(files.stack, "utf8"), state: readFileSync(files.state, "utf8") };
  }
  return stack;
}

/**
 * The sequence of a number: the same on every machine.
 *
 * @param shrink look for the smallest sequence that fails as well; takes a while
 * @returns what went wrong and for which sequence; nothing when all held
 */
export async function runNumber(place: Place, number: number, shrink = false): Promise<string | undefined> {
  let runs = 0;
  const property = fc.asyncProperty(sequence, (each) => runSequence(place, each, `s${number}-${runs++}`));
  const result = await fc.check(property, { seed: number, numRuns: 1, endOnFailure: !shrink });
  if (!result.failed) return undefined;
  const error = result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  return `sequence ${number}: ${error}\n\n${JSON.stringify(result.counterexample?.[0], null, 2)}`;
}

/**
 * The steps, with their faults; then the faults end, and a person runs `up`, `preview` and `destroy`.
 * @throws Error naming what did not hold
 */
export async function runSequence(place: Place, each: Sequence, name: string): Promise<void> {
  const stack = await newStack(place, name, configOf(each, each.steps[0]!));
  for (const step of each.steps) await runStep(stack, each, step);
  stack.faults();
  const { operation, fault } = each.steps.at(-1)!;
  // What has just gone through need not go through again: the preview would tell.
  if (operation !== "up" || fault) await stack.up();
  await expectEqual(stack, "after the faults");
  await stack.succeed("preview", "--expect-no-changes");
  if (each.protect) await destroyProtected(stack);
  await stack.destroy();
  const left = stack.instances.filter(({ urn }) => !urn.endsWith("-final-snapshot"));
  if (left.length > 0) throw new Error(`destroy left ${names(left)}`);
  const { resources = [] } = await stack.exported();
  if (resources.length > 0) throw new Error(`destroy left in the state ${names(resources)}`);
  rmSync(stack.folder, { recursive: true });
}

const commands: Readonly<Record<Operation, readonly string[]>> = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

async function runStep(stack: Stack, each: Sequence, step: Step): Promise<void> {
  const { operation, fault } = step;
  stack.configure(configOf(each, step));
  stack.faults(...(fault ? [fault] : []));
  const result = await stack.pulumi(...commands[operation]);
  const struck = fault && stack.faultHits[0] ? fault : undefined;
  judge(result, step, struck, each.protect && (await stack.exported()).resources?.length !== 0);
  if (struck && loses(struck)) await recover(stack, result);
  else await expectSame(stack, `after ${operation}`);
}

/** What struck is never called a success, and what did not strike never fails. */
function judge({ code, output }: PulumiResult, { operation }: Step, struck: FaultRule | undefined, guarded: boolean) {
  const refused = operation === "destroy" && guarded && /protect/.test(output);
  if (refused) return;
  const outlasted = struck && (struck.kind === "throttle" || struck.kind === "lag");
  if (code === 0 && struck && !outlasted) throw new Error(`${operation} succeeded in spite of a fault:\n${output}`);
  if (code !== 0 && !struck) throw new Error(`${operation} failed without a fault:\n${output}`);
}

/** The cloud may have done what the engine was told has failed. */
function loses({ kind, method }: FaultRule): boolean {
  return kind === "crash" || (kind === "lostReply" && method !== "Read");
}

/**
 * What a person does when an answer was lost. The engine was told that the create failed, so it declares nothing pending,
 * `--clear-pending-creates` finds nothing, and no refresh can know an id that nobody told it. But the error names each
 * resource. So: look it up by that name and, since it is new and nothing uses it yet, delete it there (or `pulumi import`
 * it); then `pulumi refresh`, which sees what was updated or deleted without an answer.
 */
async function recover(stack: Stack, { output }: PulumiResult): Promise<void> {
  stack.faults();
  const { extra } = await compare(stack);
  for (const { urn } of extra) {
    const name = urn.slice(urn.lastIndexOf("::") + 2);
    if (!new RegExp(`\\(${name}\\):?\\s*\\n\\s*error`).test(output)) {
      throw new Error(`${name} was made and lost, and no error names it:\n${output}`);
    }
  }
  const lost = new Set(extra.map(({ urn, id }) => `${urn} ${id}`));
  stack.change((instances) => instances.filter(({ urn, id }) => !lost.has(`${urn} ${id}`)));
  await stack.succeed(...commands.refresh);
  await expectSame(stack, "after the lost answer was recovered");
}

/** With protection on destroy is refused; it goes through for the rest, and for all once protection is off. */
async function destroyProtected(stack: Stack): Promise<void> {
  const { resources = [] } = await stack.exported();
  const guarded = resources.filter(({ protect, id }) => protect && id);
  await stack.refused(...commands.destroy);
  await stack.succeed(...commands.destroy, "--exclude-protected");
  await expectSame(stack, "after destroy with protection");
  const standing = new Set(stack.instances.map(({ urn }) => urn));
  const gone = guarded.filter(({ type, urn }) => type.startsWith("aws:") && !standing.has(urn));
  if (gone.length > 0) throw new Error(`destroy took what is protected: ${names(gone)}`);
  stack.configure({ protect: false });
  await stack.up();
}

interface Comparison {
  /** In the account only. */
  readonly extra: readonly Instance[];
  /** In the state only. */
  readonly missing: readonly StateResource[];
}

async function compare(stack: Stack): Promise<Comparison> {
  const { resources = [] } = await stack.exported();
  const cloud = resources.filter(({ type }) => type.startsWith("aws:"));
  const key = ({ type, id }: { type: string; id?: string }) => `${type} ${id}`;
  const [inState, inCloud] = [new Set(cloud.map(key)), new Set(stack.instances.map(key))];
  return {
    extra: stack.instances.filter((each) => !inState.has(key(each)) && !each.urn.endsWith("-final-snapshot")),
    missing: cloud.filter((each) => !inCloud.has(key(each))),
  };
}

/** The same things stand in the account and in the state; nothing is pending. */
async function expectSame(stack: Stack, when: string): Promise<void> {
  const { extra, missing } = await compare(stack);
  if (extra.length > 0) throw new Error(`${when} the account has ${names(extra)}, which the state does not know`);
  if (missing.length > 0) throw new Error(`${when} the state has ${names(missing)}, which the account has not`);
  const { pending_operations: pending = [] } = await stack.exported();
  if (pending.length > 0) throw new Error(`${when} there is pending ${names(pending.map(({ resource }) => resource))}`);
}

/** And they are what the state says, down to each input that is no secret. */
async function expectEqual(stack: Stack, when: string): Promise<void> {
  await expectSame(stack, when);
  const instances = new Map(stack.instances.map((each) => [`${each.type} ${each.id}`, each]));
  const { resources = [] } = await stack.exported();
  for (const { type, id, inputs = {}, urn } of resources) {
    const instance = instances.get(`${type} ${id}`);
    for (const [key, value] of Object.entries(inputs)) {
      // The engine marks secrets, assets and the like with a signature.
      if (!instance || key === "__defaults" || JSON.stringify(value).includes("4dabf18193072939515e22adb298388d"))
        continue;
      if (!isDeepStrictEqual(instance.inputs[key], value)) {
        const said = `${JSON.stringify(value)}, but it is ${JSON.stringify(instance.inputs[key])}`;
        throw new Error(`${when} the state says that ${key} of ${urn} is ${said}`);
      }
    }
  }
  const marked = resources.filter((each) => each.delete);
  if (marked.length > 0) throw new Error(`${when} still to be deleted: ${names(marked)}`);
}

function names(all: readonly { readonly urn: string; readonly id?: string }[]): string {
  return all.map(({ urn, id }) => `${urn.split("::").slice(2).join(" ")} (${id})`).join(", ");
}
