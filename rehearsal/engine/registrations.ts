import type { Resource } from "@pulumi/pulumi";
import { outputFrom, type State } from "./lean-output";
import { knownId } from "./monitor";
import type { ResourceRecord } from "./record";

import output = require("@pulumi/pulumi/output");
import rpc = require("@pulumi/pulumi/runtime/rpc");
import settings = require("@pulumi/pulumi/runtime/settings");

/** What the engine's side has said of a registered resource. */
interface Registered extends Pick<ResourceRecord, "urn" | "outputs" | "secretOutputs"> {
  /** None: a component, or not known yet. */
  readonly id?: string;
  /** As they were sent, marks and all: what stands for an output that nobody gave. */
  readonly sent: Readonly<Record<string, unknown>>;
}

/** Where a resource has its registration. */
const own = Symbol("registration");

interface Held {
  readonly [own]?: Registration;
}

/** One resource on its way: its outputs are made when somebody looks at them, as in components/shared/lazy-outputs.ts. */
export class Registration {
  private settled?: Registered;
  private promise?: Promise<Registered>;
  private resolve?: (registered: Registered) => void;
  private looked?: Map<string, object>;

  constructor(readonly resource: Resource) {
    Object.defineProperty(resource, own, { value: this });
  }

  /** Undefined while it waits. */
  get registered(): Registered | undefined {
    return this.settled;
  }

  /** @param sent the inputs as they were sent */
  settle(record: ResourceRecord, sent: Registered["sent"]): void {
    const { urn, outputs, secretOutputs } = record;
    this.settled = { urn, outputs, secretOutputs, sent, id: knownId(record) };
    this.resolve?.(this.settled);
  }

  ready(): Promise<Registered> {
    this.promise ??= this.settled
      ? Promise.resolve(this.settled)
      : new Promise((resolve) => {
          this.resolve = resolve;
        });
    return this.promise;
  }

  /** The output of a property, made once. */
  output(key: string): object {
    this.looked ??= new Map();
    const known = this.looked.get(key);
    if (known !== undefined) return known;
    const made = outputFrom(this.resource, {
      now: () => this.settled && stateOf(this.resource, this.settled, key),
      later: () => this.ready().then((registered) => stateOf(this.resource, registered, key)),
    });
    this.looked.set(key, made);
    return made;
  }
}

/** None: the SDK registers it in its own way. */
export const registrationOf = (resource: Resource): Registration | undefined => (resource as Held)[own];

/** As the SDK resolves a property (`resolveOutputs` and `resolveProperties` of runtime/). */
function stateOf(resource: Resource, registered: Registered, key: string): State {
  const { urn, id, outputs, secretOutputs, sent } = registered;
  const resources = new Set([resource]);
  if (key === "urn") return { value: urn, isKnown: true, isSecret: false, resources };
  if (key === "id") return { value: id, isKnown: id !== undefined, isSecret: false, resources };
  const given = outputs[key];
  const isUp = !settings.isDryRun();
  if (given === undefined && (!isUp || sent[key] === undefined))
    return { value: undefined, isKnown: isUp, isSecret: false, resources };
  const value: unknown = rpc.deserializeProperty(given === undefined ? sent[key] : given, false);
  const isSecret = rpc.isRpcSecret(value) || (given !== undefined && secretOutputs.includes(key));
  const plain: unknown = rpc.unwrapRpcSecret(value);
  return { value: plain, isKnown: !output.containsUnknowns(plain), isSecret, resources };
}

const accessors = new Map<string, PropertyDescriptor>();

/** Shared by all resources: with functions of its own each would be an object of a kind of its own, which is slow. */
function accessorOf(key: string): PropertyDescriptor {
  const known = accessors.get(key);
  if (known) return known;
  const made: PropertyDescriptor = {
    configurable: true,
    enumerable: true,
    get(this: Resource) {
      return (this as Held)[own]?.output(key);
    },
    set(this: Resource, value: unknown) {
      Object.defineProperty(this, key, { configurable: true, enumerable: true, writable: true, value });
    },
  };
  accessors.set(key, made);
  return made;
}

/** Gives a resource its properties. @throws Error where it has one of them already */
export function giveProperties(resource: Resource, label: string, custom: boolean, props: object): void {
  Object.defineProperty(resource, "urn", accessorOf("urn"));
  if (!custom) return;
  Object.defineProperty(resource, "id", accessorOf("id"));
  for (const key of Object.keys(props)) {
    if (key === "id" || key === "urn") continue;
    if (Object.hasOwn(resource, key)) throw new Error(`Property '${key}' is already initialized on target '${label}`);
    Object.defineProperty(resource, key, accessorOf(key));
  }
}
