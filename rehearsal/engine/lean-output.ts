import { type Output, Resource } from "@pulumi/pulumi";

import output = require("@pulumi/pulumi/output");

/** What an output is, once it is: the value has what is unknown in it marked as the SDK marks it. */
export interface State {
  readonly value: unknown;
  readonly isKnown: boolean;
  readonly isSecret: boolean;
  readonly resources: ReadonlySet<Resource>;
}

/** Where the state comes from: `now`, where it is there already. */
export interface Source {
  readonly now?: () => State | undefined;
  readonly later: () => Promise<State>;
}

type Resources = ReadonlySet<Resource>;

/** An output of this file, behind its proxy. */
const raw = Symbol("lean output");

/**
 * The SDK's `Output` with one promise where that has some fifteen, and none before somebody asks. It has the members that the
 * SDK and programs use; every other is a property of its value, as in the SDK.
 */
class LeanOutput {
  readonly __pulumiOutput = true;
  readonly #resources: Resources;
  readonly #source: Source;
  #now?: State;
  #later?: Promise<State>;

  constructor(resources: Resources, source: Source) {
    this.#resources = resources;
    this.#source = source;
  }

  static now(of: LeanOutput): State | undefined {
    of.#now ??= of.#source.now?.();
    return of.#now;
  }

  static later(of: LeanOutput): Promise<State> {
    if (of.#later) return of.#later;
    const now = LeanOutput.now(of);
    of.#later = now ? Promise.resolve(now) : of.#source.later();
    // The state is kept by whoever waits for it first; a failure is theirs, too.
    if (!now) of.#later = of.#later.then((state) => (of.#now = state));
    return of.#later;
  }

  get isKnown(): Promise<boolean> {
    return LeanOutput.later(this).then(({ isKnown }) => isKnown);
  }

  get isSecret(): Promise<boolean> {
    return LeanOutput.later(this).then(({ isSecret }) => isSecret);
  }

  resources(): Resources {
    return bare(this).#resources;
  }

  allResources(): Promise<Resources> {
    return LeanOutput.later(bare(this)).then(({ resources }) => resources);
  }

  async promise(withUnknowns?: boolean): Promise<unknown> {
    const { value } = await LeanOutput.later(bare(this));
    return !withUnknowns && output.containsUnknowns(value) ? undefined : value;
  }

  apply(func: (value: unknown) => unknown, runWithUnknowns = false): object {
    const from = bare(this);
    const later = LeanOutput.later(from).then((state) => applied(state, func, runWithUnknowns));
    return made(from.#resources, started(later));
  }

  get(): never {
    throw new Error(
      "Cannot call '.get' during update or preview.\nTo manipulate the value of this Output, use '.apply' instead.",
    );
  }

  toString(): string {
    return String(anySdkOutput());
  }

  toJSON(): unknown {
    return (anySdkOutput() as { toJSON(): unknown }).toJSON();
  }
}

/** One of the SDK's own, for what it says to those who misuse it. */
function anySdkOutput(): object {
  const nothing = Promise.resolve();
  return new (output.Output as unknown as new (...args: unknown[]) => object)([], nothing, nothing, nothing, nothing);
}

const handler: ProxyHandler<LeanOutput> = {
  get(target, key) {
    if (key === raw) return target;
    if (typeof key === "symbol") return undefined;
    if (key in target) return Reflect.get(target, key, target) as unknown;
    // It is no promise, and has none of the marks of the SDK's other classes.
    if (key === "then" || key.startsWith("__") || key === "doNotCapture" || key === "deploymentOnlyModule")
      return undefined;
    return target.apply((value) => {
      if (value === undefined || value === null) return undefined;
      return output.isUnknown(value) ? output.unknown : (value as Record<string, unknown>)[key];
    }, true);
  },
};

function made(resources: Resources, source: Source): object {
  return new Proxy(new LeanOutput(resources, source), handler);
}

const rawOf = (of: object): LeanOutput | undefined => (of as { [raw]?: LeanOutput })[raw];
const bare = (of: LeanOutput): LeanOutput => rawOf(of) ?? of;

const started = (promise: Promise<State>): Source => ({ later: () => promise });

/** An output of a resource's property. */
export const outputFrom = (resource: Resource, source: Source): object => made(new Set([resource]), source);

/** What an output is, where that can be told at once; undefined of one of the SDK's. */
export function stateNow(of: object): State | undefined {
  const known = rawOf(of);
  return known && LeanOutput.now(known);
}

/** What an output is, once it is; also of one of the SDK's. */
export function stateLater(of: object): Promise<State> {
  const known = rawOf(of);
  return known ? LeanOutput.later(known) : sdkState(of as Output<unknown>);
}

/** What the SDK's own types leave out of an output. */
interface Inner {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  promise(withUnknowns: true): Promise<unknown>;
}

async function sdkState(of: Output<unknown>): Promise<State> {
  const inner = of as unknown as Inner;
  const all = [output.getAllResources(of), inner.promise(true), inner.isKnown, inner.isSecret] as const;
  const [resources, value, isKnown, isSecret] = await Promise.all(all);
  return { resources: new Set(resources), value, isKnown, isSecret: isSecret === true };
}

/** As the SDK's `applyHelperAsync`. */
function applied(state: State, func: (value: unknown) => unknown, runWithUnknowns: boolean): State | Promise<State> {
  const { isKnown, isSecret, resources } = state;
  if (!isKnown && !runWithUnknowns) return { value: undefined, isKnown: false, isSecret, resources };
  const result = func(toldOf(state));
  if (result instanceof Promise) return result.then((value) => flat(value, isSecret, resources));
  return flat(result, isSecret, resources);
}

/** Who asks to see what is unknown sees it where nothing else says so. */
const toldOf = ({ value, isKnown }: State): unknown =>
  isKnown || output.containsUnknowns(value) ? value : output.unknown;

/** As the SDK's `liftInnerOutput`: what a value is that may be an output itself. */
function flat(value: unknown, isSecret: boolean, resources: Resources): State | Promise<State> {
  if (!output.Output.isInstance(value)) return { value, isSecret, resources, isKnown: !output.containsUnknowns(value) };
  return stateLater(value).then((inner) => ({
    value: inner.value,
    isKnown: inner.isKnown && !output.containsUnknowns(inner.value),
    isSecret: isSecret || inner.isSecret,
    resources: union([resources, inner.resources]),
  }));
}

function union(sets: readonly Resources[]): Resources {
  const [first, ...others] = sets.filter(({ size }) => size > 0);
  return others.length === 0 ? (first ?? none) : new Set(sets.flatMap((set) => [...set]));
}

const none: Resources = new Set();

/** Whatever outputs and promises a value holds, in the order in which they stand in it. */
class Parts {
  readonly outputs: object[] = [];
  private readonly way: object[] = [];

  /** A copy in which each of them is replaced by what `fill` gives for it. @throws Error where it goes in a circle */
  copy(value: unknown, fill: (at: number) => unknown): unknown {
    this.outputs.length = 0;
    return this.visit(value, fill);
  }

  private visit(value: unknown, fill: (at: number) => unknown): unknown {
    if (value === null || typeof value !== "object") return value;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== Array.prototype) {
      if (Resource.isInstance(value) || output.isUnknown(value)) return value;
      if (value instanceof Promise || output.Output.isInstance(value)) {
        this.outputs.push(value);
        return fill(this.outputs.length - 1);
      }
    }
    if (this.way.includes(value)) throw new Error("Cannot create an Output from a circular structure");
    this.way.push(value);
    const result = Array.isArray(value) ? value.map((each) => this.visit(each, fill)) : this.keys(value, fill);
    this.way.pop();
    return result;
  }

  private keys(value: object, fill: (at: number) => unknown): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(value)) result[key] = this.visit((value as Record<string, unknown>)[key], fill);
    return result;
  }
}

/** The SDK's `output` and `all`: an output of a value with outputs anywhere in it. */
function outputOf(value: unknown): object {
  const parts = new Parts();
  const copy = parts.copy(value, () => undefined);
  const { outputs } = parts;
  if (outputs.length === 0) {
    const state = { value: copy, isKnown: !output.containsUnknowns(copy), isSecret: false, resources: none };
    return made(none, { now: () => state, later: async () => state });
  }
  const resources = union(outputs.map((each) => (each instanceof Promise ? none : (each as LeanOutput).resources())));
  // A promise that fails is heard of, also where nobody waits for the output.
  return made(resources, started(filled(value, [...outputs])));
}

async function filled(value: unknown, outputs: readonly object[]): Promise<State> {
  const states = await Promise.all(outputs.map(deep));
  // What it was made of is not to be changed meanwhile; the SDK takes its copy at once, too.
  const whole = new Parts().copy(value, (at) => states[at]!.value);
  return {
    value: whole,
    isKnown: states.every(({ isKnown }) => isKnown) && !output.containsUnknowns(whole),
    isSecret: states.some(({ isSecret }) => isSecret),
    resources: union(states.map((state) => state.resources)),
  };
}

/** An output or a promise, with what its value holds resolved, too. */
async function deep(of: object): Promise<State> {
  if (of instanceof Promise) return stateLater(outputOf(await of));
  const state = await stateLater(of);
  const inner = toldOf(state);
  const { isSecret, resources } = state;
  if (inner === null || typeof inner !== "object" || output.isUnknown(inner))
    return { value: inner, isKnown: !output.isUnknown(inner), isSecret, resources };
  return flat(outputOf(inner), isSecret, resources);
}

/** The same, secret or not. */
function marked(value: unknown, isSecret: boolean): object {
  const of = outputOf(value);
  const { now, later } = { now: stateNow(of), later: () => stateLater(of) };
  const mark = (state: State): State => ({ ...state, isSecret });
  const state = now && mark(now);
  const source = state ? { now: () => state, later: async () => state } : started(later().then(mark));
  return made((of as LeanOutput).resources(), source);
}

const apply = (value: unknown, func: (value: never) => unknown): object =>
  (outputOf(value) as LeanOutput).apply(func as (value: unknown) => unknown);

/** What stands for the SDK's functions of the same names (output.js). */
export const leanOutputs = {
  output: outputOf,
  all: outputOf,
  secret: (value: unknown) => marked(value, true),
  unsecret: (value: unknown) => marked(value, false),
  concat: (...parts: unknown[]) => apply(parts, (all: unknown[]) => all.join("")),
  interpolate: (literals: TemplateStringsArray, ...parts: unknown[]) =>
    apply(parts, (all: unknown[]) => literals.reduce((text, next, at) => text + String(all[at - 1]) + next)),
  jsonStringify: (value: unknown, replacer?: never, space?: string | number) =>
    apply(value, (plain: unknown) => JSON.stringify(plain, replacer, space)),
  jsonParse: (text: unknown, reviver?: never) => apply(text, (plain: string) => JSON.parse(plain, reviver) as unknown),
};
