import { Output, type Resource } from "@pulumi/pulumi";

/** How the SDK tells a property what became of it (runtime/rpc.js). */
type Resolver = (value: unknown, isKnown: boolean, isSecret: boolean, deps?: unknown[], error?: Error) => void;

/** What became of a property, and who waits for it. */
interface Slot {
  settled?: readonly [value: unknown, isKnown: boolean, isSecret: boolean, deps: unknown[]];
  failed?: Error;
  waiting?: () => void;
}

type OutputClass = new (
  resource: Resource,
  value: Promise<unknown>,
  isKnown: Promise<boolean>,
  isSecret: Promise<boolean>,
  deps: Promise<unknown[]>,
) => object;

/**
 * The SDK's `transferProperties` (runtime/rpc.js) with outputs made when somebody first looks at them. The SDK makes
 * one for each property of each resource, some thirty promises apiece; a Helm release has over thirty properties, of
 * which a program reads one or two. In a stack of a thousand releases they are most of the memory and most of the time.
 */
export function transferLazily(resource: Resource, label: string, props: object): Record<string, Resolver> {
  const resolvers: Record<string, Resolver> = {};
  for (const key of Object.keys(props)) {
    if (key === "id" || key === "urn") continue;
    if (Object.hasOwn(resource, key)) throw new Error(`Property '${key}' is already initialized on target '${label}`);
    const slot: Slot = {};
    resolvers[key] = (value, isKnown, isSecret, deps = [], error) => {
      // An engine that stops leaves outputs as they are, for ever.
      if (error && "code" in error) return;
      if (error) slot.failed = error;
      else slot.settled = [value, isKnown, isSecret, deps];
      slot.waiting?.();
    };
    Object.defineProperty(resource, key, {
      configurable: true,
      enumerable: true,
      get: () => keep(resource, key, outputOf(resource, slot)),
      set: (value: unknown) => keep(resource, key, value),
    });
  }
  return resolvers;
}

/** From the first look on it is an ordinary property. */
function keep<T>(resource: Resource, key: string, value: T): T {
  Object.defineProperty(resource, key, { configurable: true, enumerable: true, writable: true, value });
  return value;
}

function outputOf(resource: Resource, slot: Slot): object {
  const settled = new Promise<NonNullable<Slot["settled"]>>((resolve, reject) => {
    const settle = (): void => {
      if (slot.failed) reject(slot.failed);
      else if (slot.settled) resolve(slot.settled);
    };
    slot.waiting = settle;
    settle();
  });
  return new (Output as unknown as OutputClass)(
    resource,
    settled.then(([value]) => value),
    settled.then(([, isKnown]) => isKnown),
    settled.then(([, , isSecret]) => isSecret),
    settled.then(([, , , deps]) => deps),
  );
}

/** The two functions of the SDK (runtime/rpc.js) that turn inputs into messages. */
interface Serializers {
  serializeProperty(...args: unknown[]): unknown;
  serializeResourceProperties(label: string, props: object, opts: unknown): unknown;
}

/** Both, without what was left out: the SDK drops it anyway, after waiting for each. */
export function leanInputs({ serializeProperty, serializeResourceProperties }: Serializers): Serializers {
  return {
    serializeProperty: (...args) => (args[1] === undefined ? undefined : serializeProperty(...args)),
    serializeResourceProperties: (label, props, opts) => serializeResourceProperties(label, given(props), opts),
  };
}

function given(props: object): object {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(props)) if (value !== undefined) result[key] = value;
  return result;
}
