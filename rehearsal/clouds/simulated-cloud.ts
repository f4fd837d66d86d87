import { isDeepStrictEqual } from "node:util";
import {
  type AutoName,
  type Catalogue,
  CloudError,
  type Context,
  digest,
  holdsUnknown,
  type Instance,
  type Json,
  NotModelled,
  outputAt,
  type Place,
  type Properties,
  type Reference,
  type TypeModel,
  targetOf,
  UNKNOWN,
  valuesAt,
} from "./model";

/** The whole state of a simulated cloud: plain data, for a file between two provider processes. */
export interface CloudState {
  readonly instances: Instance[];
}

export interface SimulatedCloudArgs extends Place {
  readonly catalogues: readonly Catalogue[];
  /** What exists already. @default nothing */
  readonly state?: CloudState;
  /** @default a fixed instant, so that two runs give the same result */
  readonly now?: () => Date;
}

/** What changes in place and what does not. */
export interface Difference {
  readonly changed: readonly string[];
  readonly replaces: readonly string[];
}

/** What a reference was resolved to. */
interface Target {
  readonly instance: Instance;
  readonly reference: Reference;
}

const fixedNow = new Date("2026-01-01T00:00:00Z");

/**
 * Simulated clouds behind the verbs of the provider protocol: check, diff, create, read, update, delete, invoke. It
 * knows no Pulumi engine; the rehearsal calls it in process, a test provider may serve it over gRPC.
 */
export class SimulatedCloud {
  private readonly instances = new Map<string, Instance>();
  /** `type|output` → value → instance, for each output that some reference names. */
  private readonly index = new Map<string, Map<Json, Instance>>();
  /** Instance → those whose references hold it. */
  private readonly users = new Map<string, Set<string>>();
  /** Instance → its parts, which go with it. */
  private readonly parts = new Map<string, Set<string>>();
  /** Who has named whom: URNs, found by the values of references and not by what the program said. */
  readonly links: { readonly from: string; readonly to: string }[] = [];
  private readonly now: () => Date;

  constructor(private readonly args: SimulatedCloudArgs) {
    this.now = args.now ?? (() => fixedNow);
    for (const reference of args.catalogues.flatMap((catalogue) => catalogue.references)) {
      for (const to of reference.to) {
        const { type, output } = targetOf(to, reference.by);
        this.index.set(`${type}|${output}`, new Map());
      }
    }
    for (const instance of args.state?.instances ?? []) this.put(instance);
    // What an instance names may have been deleted behind everybody's back since: that is for its next update to find.
    for (const instance of args.state?.instances ?? []) this.use(instance, this.targets(instance));
  }

  /** A copy of all that stands. */
  get state(): CloudState {
    return { instances: [...this.instances.values()] };
  }

  /**
   * The inputs with names and defaults filled in.
   * @param seed told apart by it, two instances of one URN get two names
   * @throws CloudError where a required one is missing
   */
  check(type: string, urn: string, given: Properties, seed = ""): Properties {
    const model = this.model(type);
    const name = logicalName(urn);
    const inputs: Properties = { ...model.defaults, ...given };
    if (model.autoName) nameIt(model.autoName, inputs, urn, seed);
    for (const key of model.required ?? []) {
      if (inputs[key] === undefined) throw new CloudError("MissingParameter", `'${key}' of ${name} is required`);
    }
    return model.fill?.(inputs, urn) ?? inputs;
  }

  diff(type: string, olds: Properties, news: Properties): Difference {
    const model = this.model(type);
    const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
    const changed = [...keys].filter((key) => !isDeepStrictEqual(olds[key], news[key])).sort();
    const fixed = new Set(model.replaceOn ?? []);
    return { changed, replaces: changed.filter((key) => fixed.has(key)) };
  }

  /** What a provider says in a preview, where it asks the cloud nothing: of a create, or of an update of `old`. */
  plan(type: string, urn: string, checked: Properties, old?: Instance): Properties {
    const model = this.model(type);
    if (!old) return { ...checked, ...this.computed(model, this.context(type, urn, checked, UNKNOWN), checked, true) };
    const outputs = model.outputs?.(this.context(type, urn, checked, old.id, old.seed)) ?? {};
    return { ...checked, ...(unknownWhole(outputs) as Properties) };
  }

  /** Makes it; with `preview`, what the cloud would compute is `UNKNOWN`, and nothing is refused for want of an answer. */
  create(type: string, urn: string, checked: Properties, preview = false, seed?: string): Instance {
    const model = this.model(type);
    const draft = this.context(type, urn, checked, "", seed);
    const targets = this.resolve(model, draft);
    model.validate?.(draft);
    const id = preview ? UNKNOWN : model.id(draft);
    const outputs: Properties = { ...checked, ...this.computed(model, { ...draft, id }, checked, preview) };
    const instance: Instance = { type, urn, id, inputs: checked, outputs, ...(seed !== undefined && { seed }) };
    this.refuseDuplicate(model, instance);
    this.put(instance);
    this.use(instance, targets);
    return instance;
  }

  /** @throws CloudError where it does not exist */
  read(type: string, id: string): Instance {
    this.model(type);
    const found = this.instances.get(keyOf(type, id, "")) ?? this.catalogue(type)?.existing?.(type, id, this.args);
    if (!found) throw new CloudError("NotFound", `${type} '${id}' does not exist`);
    return found;
  }

  update(type: string, id: string, checked: Properties): Instance {
    const old = this.read(type, id);
    const model = this.model(type);
    const context = this.context(type, old.urn, checked, id, old.seed);
    const targets = this.resolve(model, context);
    model.validate?.(context);
    const next: Instance = { ...old, inputs: checked, outputs: { ...checked, ...model.outputs?.(context) } };
    this.drop(old);
    this.put(next);
    this.use(next, targets);
    return next;
  }

  /** @throws CloudError where others still use it, or its protection is on */
  delete(type: string, id: string): void {
    const instance = this.read(type, id);
    const model = this.model(type);
    model.beforeDelete?.(instance);
    const users = this.users.get(keyOf(type, id, instance.urn));
    if (users?.size) {
      const names = [...users].map((key) => logicalName(this.instances.get(key)?.urn ?? key)).sort();
      throw new CloudError(
        model.inUse ?? "DependencyViolation",
        `${logicalName(instance.urn)} (${id}) is still used by ${names.slice(0, 5).join(", ")}`,
      );
    }
    this.remove(instance);
    const left = model.leaves?.(instance);
    if (left) this.put(left);
  }

  invoke(token: string, args: Properties): Properties {
    const catalogue = this.catalogue(token);
    const model = catalogue?.invokes[token];
    if (!model) throw new NotModelled(`Call of ${token}`, fileFor(catalogue, token));
    const { region, account } = this.args;
    return model(args, { region, account, now: this.now(), find: this.find });
  }

  /** Outputs that are secret by the type alone. */
  secretsOf(type: string): readonly string[] {
    return this.model(type).secrets ?? [];
  }

  private readonly find = (type: string, output: string, value: Json | undefined): Instance | undefined => {
    if (value === undefined || value === UNKNOWN) return undefined;
    const indexed = this.index.get(`${type}|${output}`);
    if (indexed) return indexed.get(value);
    for (const instance of this.instances.values()) {
      if (instance.type === type && outputAt(instance, output) === value) return instance;
    }
    return undefined;
  };

  /** What the cloud adds to the inputs. */
  private computed(model: TypeModel, context: Context, checked: Properties, preview: boolean): Properties {
    const outputs: Properties = {};
    for (const [key, value] of Object.entries(model.outputs?.(context) ?? {})) {
      const told = key in checked && !model.completes?.includes(key);
      if (!preview || model.previewed?.includes(key)) outputs[key] = value;
      else if (!told) outputs[key] = UNKNOWN;
    }
    return outputs;
  }

  private context(type: string, urn: string, inputs: Properties, id: string, seed?: string): Context {
    const { region, account } = this.args;
    return {
      region,
      account,
      type,
      urn,
      inputs,
      id,
      name: logicalName(urn),
      now: this.now(),
      hash: (length, salt = "") => digest(length, urn, type, salt, ...(seed ? [seed] : [])),
      find: this.find,
      others: () => [...this.instances.values()].filter((each) => each.type === type && each.id !== id),
    };
  }

  private model(type: string): TypeModel {
    const catalogue = this.catalogue(type);
    const model = catalogue?.type(type);
    if (!model) throw new NotModelled(`Resource type ${type}`, fileFor(catalogue, type));
    return model;
  }

  private catalogue(token: string): Catalogue | undefined {
    const provider = token.startsWith("pulumi:providers:") ? "pulumi" : token.slice(0, token.indexOf(":"));
    return this.args.catalogues.find((catalogue) => catalogue.provider === provider);
  }

  /** Checks every reference; gives what blocks whose deletion. @throws CloudError where `strict` and one names nothing */
  private resolve(model: TypeModel, context: Context, strict = true): Target[] {
    const targets: Target[] = [];
    for (const reference of model.references ?? []) {
      for (const value of valuesAt(context.inputs, reference.path)) {
        if (holdsUnknown(value) || typeof value !== "string" || reference.except?.test(value)) continue;
        const target = this.lookUp(reference, value);
        if (!target && !strict) continue;
        if (!target) {
          throw new CloudError(
            reference.error,
            `${reference.path.replaceAll("[]", "")} of ${context.name} names '${value}', which does not exist ` +
              `(no ${reference.to.map((to) => shortType(targetOf(to).type)).join(" or ")} has it)`,
          );
        }
        targets.push({ instance: target, reference });
      }
    }
    return targets;
  }

  private lookUp(reference: Reference, value: string): Instance | undefined {
    for (const to of reference.to) {
      const { type, output } = targetOf(to, reference.by);
      const found = this.index.get(`${type}|${output}`)?.get(value);
      if (found) return found;
    }
    return undefined;
  }

  /** What an instance that stands already holds; what a deletion left, such as a snapshot, may be of no known type. */
  private targets({ type, urn, inputs, id }: Instance): Target[] {
    const model = this.catalogue(type)?.type(type);
    return model ? this.resolve(model, this.context(type, urn, inputs, id), false) : [];
  }

  private refuseDuplicate(model: TypeModel, instance: Instance): void {
    const key = keyOf(instance.type, instance.id, instance.urn);
    const { output = "id", error = "AlreadyExists" } = model.unique ?? {};
    const value = outputAt(instance, output);
    if (this.instances.has(key) || (model.unique && this.find(instance.type, output, value))) {
      throw new CloudError(error, `a ${shortType(instance.type)} with ${output} '${value}' exists already`);
    }
  }

  private put(instance: Instance): void {
    this.instances.set(keyOf(instance.type, instance.id, instance.urn), instance);
    for (const [output, values] of this.indexesOf(instance.type)) {
      const value = outputAt(instance, output);
      if (value !== undefined && value !== UNKNOWN) values.set(value, instance);
    }
  }

  private drop(instance: Instance): void {
    const key = keyOf(instance.type, instance.id, instance.urn);
    this.instances.delete(key);
    for (const [output, values] of this.indexesOf(instance.type)) {
      const value = outputAt(instance, output);
      if (value !== undefined && values.get(value) === instance) values.delete(value);
    }
    for (const users of this.users.values()) users.delete(key);
  }

  /** An instance goes, and its parts with it. */
  private remove(instance: Instance): void {
    const key = keyOf(instance.type, instance.id, instance.urn);
    this.drop(instance);
    const parts = this.parts.get(key) ?? [];
    this.parts.delete(key);
    for (const part of parts) {
      const found = this.instances.get(part);
      if (found) this.remove(found);
    }
  }

  private use(instance: Instance, targets: readonly Target[]): void {
    for (const target of targets) {
      this.links.push({ from: instance.urn, to: target.instance.urn });
      const { blocks = true, isPart = false } = target.reference;
      const held = isPart ? this.parts : blocks ? this.users : undefined;
      if (!held) continue;
      const key = keyOf(target.instance.type, target.instance.id, target.instance.urn);
      const users = held.get(key) ?? new Set();
      users.add(keyOf(instance.type, instance.id, instance.urn));
      held.set(key, users);
    }
  }

  private readonly outputsByType = new Map<string, [string, Map<Json, Instance>][]>();

  private indexesOf(type: string): [string, Map<Json, Instance>][] {
    const known = this.outputsByType.get(type);
    if (known) return known;
    // What no two may share is looked for with each that is made.
    const unique = this.catalogue(type)?.type(type)?.unique?.output;
    if (unique !== undefined && !this.index.has(`${type}|${unique}`)) this.index.set(`${type}|${unique}`, new Map());
    const found: [string, Map<Json, Instance>][] = [];
    for (const [key, values] of this.index) {
      if (key.startsWith(`${type}|`)) found.push([key.slice(type.length + 1), values]);
    }
    this.outputsByType.set(type, found);
    return found;
  }
}

/** The URN's last part. */
export function logicalName(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** `aws:ec2/vpc:Vpc` → `Vpc`. */
function shortType(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** In a preview ids are unknown, so the URN tells instances apart. */
function keyOf(type: string, id: string, urn: string): string {
  // The random provider gives every password the id "none".
  return id === UNKNOWN || id === "none" ? `${type} ${urn}` : `${type} ${id}`;
}

/** Fills in the physical name; `<property>Prefix` takes the logical name's place. @throws CloudError when too long */
function nameIt(rule: AutoName, inputs: Properties, urn: string, seed: string): void {
  if (inputs[rule.property] !== undefined) return;
  const given = inputs[`${rule.property}Prefix`];
  const start = typeof given === "string" ? given : `${rule.prefix ?? ""}${logicalName(urn)}-`;
  const name = `${rule.lower ? start.toLowerCase() : start}${digest(7, urn, "name", ...(seed ? [seed] : []))}`;
  if (name.length > rule.max && given !== UNKNOWN) {
    throw new CloudError(
      "InvalidName",
      `'${name}' is longer than the ${rule.max} characters that ${rule.property} may have`,
    );
  }
  inputs[rule.property] = given === UNKNOWN ? UNKNOWN : name;
}

/** A text made with something unknown is unknown as a whole. */
function unknownWhole(value: Json): Json {
  if (typeof value === "string") return value.includes(UNKNOWN) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(unknownWhole);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unknownWhole(inner)]));
}

function fileFor(catalogue: Catalogue | undefined, token: string): string {
  return catalogue?.fileFor(token) ?? `a new catalogue, rehearsal/clouds/${token.slice(0, token.indexOf(":"))}.ts`;
}
