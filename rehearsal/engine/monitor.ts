import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Instance, Properties } from "../clouds/model";
import { UNKNOWN } from "../clouds/model";
import type { SimulatedCloud } from "../clouds/simulated-cloud";
import type { ResourceRecord } from "./record";
import { type Request, requestIn, type Wire, wireOf } from "./request";
import { topLevel, unwrap, wrap } from "./wire";

type Callback<T> = (error: unknown, response?: T) => void;

/** Requests that are alike enough to be read by one function; the SDK's own class for `read` has no type of its own. */
interface ReadRequest {
  getType(): string;
  getName(): string;
  getId(): string;
  getParent(): string;
  getProvider(): string;
  getProperties(): Wire | undefined;
  getDependenciesList(): string[];
  getAdditionalsecretoutputsList(): string[];
}
interface InvokeRequest {
  getTok(): string;
  getArgs(): Wire | undefined;
}

export interface MonitorArgs {
  readonly cloud: SimulatedCloud;
  readonly project: string;
  readonly stack: string;
  readonly preview: boolean;
  /** Outputs of other stacks, by the name a stack reference uses. */
  readonly stackOutputs: Readonly<Record<string, Properties>>;
  readonly onResource?: (record: ResourceRecord) => void;
  /** Called once, with the first failure; nothing is registered after it. */
  readonly onFailure: (error: Error) => void;
}

const rootType = "pulumi:pulumi:Stack";
/** What the SDK may ask for. Output values and transforms need a real engine; of hooks see `hooks.ts`. */
const features = new Set([
  "secrets",
  "resourceReferences",
  "deletedWith",
  "replaceWith",
  "aliasSpecs",
  "parameterization",
  "resourceHooks",
  "errorHooks",
]);

/**
 * The engine's side of a Pulumi program, in the same process: it takes what the SDK would send over gRPC, keeps all of
 * it, and lets the simulated cloud answer.
 */
export class Monitor {
  readonly records = new Map<string, ResourceRecord>();
  private stopped = false;

  constructor(private readonly args: MonitorArgs) {}

  supportsFeature(request: { getId(): string }, callback: Callback<{ getHassupport(): boolean }>): void {
    callback(null, { getHassupport: () => features.has(request.getId()) });
  }

  registerResource(message: RegisterResourceRequest, callback: Callback<object>): void {
    const request = requestIn(message);
    const urn = this.urnOf(request);
    this.answer(urn, callback, () => this.told(this.make(urn, request)));
  }

  /** The same without a message: for a program in the same process. None once something has failed. */
  register(request: Request): ResourceRecord | undefined {
    let made: ResourceRecord | undefined;
    const urn = this.urnOf(request);
    this.answer(
      urn,
      () => undefined,
      () => {
        made = this.make(urn, request);
        return made;
      },
    );
    return made;
  }

  private make(urn: string, request: Request): ResourceRecord {
    const { type, custom, provider } = request;
    this.once(urn);
    const { values, secrets } = unwrap(request.inputs);
    refuseUndefined(values);
    const inputs = custom ? this.args.cloud.check(type, urn, values) : values;
    const instance = custom ? this.args.cloud.create(type, urn, inputs, this.args.preview) : undefined;
    const record: ResourceRecord = {
      urn,
      type,
      custom,
      inputs,
      secrets,
      name: request.name,
      external: false,
      parent: request.parent,
      provider: provider?.slice(0, provider.lastIndexOf("::")),
      id: instance?.id,
      outputs: instance?.outputs ?? {},
      secretOutputs: this.secretOutputs(type, custom, secrets, request.additionalSecretOutputs),
      dependencies: request.dependencies,
      propertyDependencies: request.propertyDependencies,
      protect: request.protect,
      retainOnDelete: request.retainOnDelete,
      deleteBeforeReplace: request.deleteBeforeReplace,
      ignoreChanges: request.ignoreChanges,
      replaceOnChanges: request.replaceOnChanges,
      additionalSecretOutputs: request.additionalSecretOutputs,
      aliases: request.aliases,
      customTimeouts: request.customTimeouts,
      deletedWith: request.deletedWith,
      importId: request.importId,
      onError: request.onError,
    };
    this.keep(record);
    return record;
  }

  readResource(request: ReadRequest, callback: Callback<object>): void {
    const type = request.getType();
    const urn = this.urn(request.getParent(), type, request.getName());
    this.answer(urn, callback, () => {
      this.once(urn);
      const { values, secrets } = unwrap(wireOf(request.getProperties()));
      const instance = this.readInstance(type, urn, request.getId(), values);
      const provider = request.getProvider();
      const record: ResourceRecord = {
        ...{ urn, type, custom: true, external: true, inputs: values, secrets },
        name: request.getName(),
        parent: request.getParent() || undefined,
        provider: provider ? provider.slice(0, provider.lastIndexOf("::")) : undefined,
        id: instance.id,
        outputs: instance.outputs,
        secretOutputs: request.getAdditionalsecretoutputsList(),
        dependencies: request.getDependenciesList(),
        propertyDependencies: {},
        protect: false,
        retainOnDelete: true,
        ignoreChanges: [],
        replaceOnChanges: [],
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        aliases: [],
        onError: [],
      };
      this.keep(record);
      return this.told(record);
    });
  }

  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback<object>): void {
    this.registerOutputs(request.getUrn(), wireOf(request.getOutputs()));
    callback(null, {});
  }

  registerOutputs(urn: string, outputs: Record<string, unknown>): void {
    const record = this.records.get(urn);
    if (!record) return;
    const { values, secrets } = unwrap(outputs);
    record.outputs = values;
    record.secretOutputs = [...new Set(secrets.map(topLevel))];
  }

  invoke(request: InvokeRequest, callback: Callback<object>): void {
    this.answer(request.getTok(), callback, () => {
      const { values } = unwrap(wireOf(request.getArgs()));
      const result = this.args.cloud.invoke(request.getTok(), values);
      return { getFailuresList: () => [], getReturn: () => ({ toJavaScript: () => result }) };
    });
  }

  call(_request: unknown, callback: Callback<object>): void {
    this.answer("call", callback, () => {
      throw new Error("provider methods (call) are not simulated");
    });
  }

  registerPackage(_request: unknown, callback: Callback<object>): void {
    callback(null, { getRef: () => "" });
  }

  signalAndWaitForShutdown(_request: unknown, callback: Callback<object>): void {
    callback(null, {});
  }

  /**
   * Runs one operation. After a failure every answer is "unavailable": the SDK then leaves its promises be, as it does
   * when the real engine stops after a failed resource, and no rejection goes astray.
   */
  private answer(what: string, callback: Callback<object>, operation: () => object): void {
    try {
      if (this.stopped) throw unavailable();
      callback(null, operation());
    } catch (error) {
      if (this.stopped) {
        callback(error);
        return;
      }
      this.stopped = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.args.onFailure(
        new Error(`${what.slice(what.lastIndexOf("::") + 2)}${typeIn(what)}: ${reason}`, { cause: error }),
      );
      callback(unavailable());
    }
  }

  /** Nothing more is registered. */
  stop(): void {
    this.stopped = true;
  }

  private keep(record: ResourceRecord): void {
    this.records.set(record.urn, record);
    this.args.onResource?.(record);
  }

  /** A record as the SDK wants its answer. */
  private told(record: ResourceRecord): object {
    const outputs = wrap(record.outputs, record.secretOutputs);
    return {
      getUrn: () => record.urn,
      getId: () => knownId(record) ?? "",
      getObject: () => ({ toJavaScript: () => outputs }),
      getProperties: () => ({ toJavaScript: () => outputs }),
      getPropertydependenciesMap: () => undefined,
      getResult: () => 0,
    };
  }

  /** What is only read counts too: the engine refuses it in its own words, "Duplicate resource URN". */
  private once(urn: string): void {
    if (this.records.has(urn)) throw new Error(`two resources have the same name and type (URN ${urn})`);
  }

  private readInstance(type: string, urn: string, id: string, values: Properties): Instance {
    if (type !== "pulumi:pulumi:StackReference") return this.args.cloud.read(type, id);
    const outputs = this.args.stackOutputs[id];
    if (!outputs) {
      const known = Object.keys(this.args.stackOutputs);
      throw new Error(`no outputs were given for stack '${id}' (given: ${known.join(", ") || "none"})`);
    }
    return { type, urn, id, inputs: values, outputs: { name: id, outputs, secretOutputNames: [] } };
  }

  private secretOutputs(type: string, custom: boolean, secrets: readonly string[], more: readonly string[]): string[] {
    const ofType = custom ? this.args.cloud.secretsOf(type) : [];
    return [...new Set([...secrets.map(topLevel), ...more, ...ofType])];
  }

  private urnOf({ parent = "", type, name }: Pick<Request, "parent" | "type" | "name">): string {
    return this.urn(parent, type, name);
  }

  /** As the engine makes URNs: the qualified type names every parent but the stack. */
  private urn(parent: string, type: string, name: string): string {
    const parentType = parent ? (parent.split("::")[2] ?? "") : "";
    const qualified = parentType && parentType !== rootType ? `${parentType}$${type}` : type;
    return `urn:pulumi:${this.args.stack}::${this.args.project}::${qualified}::${name}`;
  }
}

/** None: a component, or only the cloud will tell. */
export function knownId({ id }: Pick<ResourceRecord, "id">): string | undefined {
  return id === UNKNOWN ? undefined : id;
}

function typeIn(what: string): string {
  const type = what.split("::")[2];
  return type ? ` [${type.slice(type.lastIndexOf("$") + 1)}]` : "";
}

/** gRPC's code for a server that is gone, by which the SDK knows it. */
const UNAVAILABLE = 14;

function unavailable(): Error {
  return Object.assign(new Error("stopped"), { code: UNAVAILABLE, details: "stopped" });
}

/** An output that no model gives reads as `undefined`; in a string that would go unseen. */
const undefinedWord = /(^|[^\w\s'"`])undefined($|[^\w\s'"`])/;

function refuseUndefined(values: Properties): void {
  for (const [key, value] of Object.entries(values)) {
    if (typeof value === "string" && value.length < 2000 && value.includes("undefined") && undefinedWord.test(value)) {
      throw new Error(`'${key}' contains "undefined" (${value}): an output that nothing gives was put into a string`);
    }
  }
}
