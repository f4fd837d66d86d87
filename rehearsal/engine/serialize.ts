import { ComponentResource, CustomResource, Output, Resource } from "@pulumi/pulumi";
import { type State, stateLater, stateNow } from "./lean-output";
import { registrationOf } from "./registrations";

import output = require("@pulumi/pulumi/output");
import rpc = require("@pulumi/pulumi/runtime/rpc");

/** What has been waited for: outputs, promises, and resources that the SDK registers in its own way. */
const known = new WeakMap<object, { readonly value: unknown }>();
const awaited = new WeakMap<object, Promise<void>>();

/** Waits for something once, whoever else asks; what came of it is then in `known`. */
function once(key: object, load: () => Promise<unknown>): Promise<void> {
  const before = awaited.get(key);
  if (before) return before;
  const promise = load().then((value) => {
    known.set(key, { value });
  });
  awaited.set(key, promise);
  return promise;
}

/** Urn and id of a resource that is there. */
interface Identity {
  readonly urn: string;
  readonly id?: string;
}

/**
 * Turns inputs into what the wire holds, as the SDK's `serializeProperty` does, but goes through them at once and not
 * with a promise for each value: what has to be waited for is gathered in `pending`, and the whole is done again then.
 */
export class Pass {
  readonly pending: Promise<unknown>[] = [];

  /** @param needs takes the resources that the value comes from */
  serialize(prop: unknown, needs: Set<Resource>): unknown {
    if (typeof prop === "function") return undefined;
    if (typeof prop !== "object" || prop === null) return prop;
    if (Array.isArray(prop)) return prop.map((item) => this.serialize(item, needs) ?? null);
    const prototype: unknown = Object.getPrototypeOf(prop);
    if (prototype === Object.prototype || prototype === null) return this.keys(prop, needs);
    return this.special(prop, needs);
  }

  /** Undefined while it is waited for. */
  identityOf(resource: Resource): Identity | undefined {
    const registration = registrationOf(resource);
    if (registration) {
      if (!registration.registered) this.pending.push(registration.ready());
      return registration.registered;
    }
    return this.wait<Identity>(resource, async () => {
      const { urn, id } = resource as CustomResource;
      const promised = (each: Output<string>) => (each as unknown as { promise(): Promise<string> }).promise();
      return { urn: await promised(urn), id: id && (await promised(id)) };
    });
  }

  /**
   * The URNs of the resources and, of components, of all that is below them down to what lives in a cloud, in the SDK's own
   * order (`getAllTransitivelyReferencedResourceURNs`). Undefined while some of it is waited for.
   */
  urnsOf(resources: Iterable<Resource>, except: Resource): Set<string> | undefined {
    const all = new Set<Resource>(resources);
    const before = this.pending.length;
    const urns = new Set<string>();
    // It grows while it is gone through: by the children of each component in turn.
    for (const resource of all) {
      if (resource === except) continue;
      if (ComponentResource.isInstance(resource)) {
        const { __data, __childResources } = resource as unknown as Composite;
        // Only then does it have all its children.
        if (known.has(__data)) for (const child of __childResources ?? []) all.add(child);
        else this.pending.push(once(__data, () => __data));
      } else if (CustomResource.isInstance(resource)) {
        const identity = this.identityOf(resource);
        if (identity) urns.add(identity.urn);
      }
    }
    return this.pending.length > before ? undefined : urns;
  }

  private keys(prop: object, needs: Set<Resource>): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(prop)) {
      const value = this.serialize((prop as Record<string, unknown>)[key], needs);
      if (value !== undefined) result[key] = value;
    }
    return result;
  }

  private special(prop: object, needs: Set<Resource>): unknown {
    if (prop instanceof Promise)
      return this.serialize(
        this.wait(prop, () => prop),
        needs,
      );
    if (Output.isInstance(prop)) return this.output(prop as Output<unknown>, needs);
    if (output.isUnknown(prop)) return rpc.unknownValue;
    if (Resource.isInstance(prop)) return this.resource(prop as Resource, needs);
    if (isAsset(prop)) return this.wait(prop, () => rpc.serializeProperty("", prop, new Set()));
    return this.keys(prop, needs);
  }

  private output(prop: Output<unknown>, needs: Set<Resource>): unknown {
    const at = stateNow(prop) ?? this.wait<State>(prop, () => stateLater(prop));
    if (!at) return undefined;
    for (const resource of at.resources) needs.add(resource);
    // What it holds may itself be a resource.
    if (!at.isKnown) return rpc.unknownValue;
    const value = this.serialize(at.value, needs);
    return at.isSecret ? { [rpc.specialSigKey]: rpc.specialSecretSig, value: value ?? null } : value;
  }

  private resource(prop: Resource, needs: Set<Resource>): unknown {
    needs.add(prop);
    const identity = this.identityOf(prop);
    const mark = { [rpc.specialSigKey]: rpc.specialResourceSig, urn: identity?.urn };
    return CustomResource.isInstance(prop) ? { ...mark, id: identity?.id ?? rpc.unknownValue } : mark;
  }

  private wait<T>(key: object, load: () => Promise<unknown>): T | undefined {
    const found = known.get(key);
    if (found) return found.value as T;
    this.pending.push(once(key, load));
    return undefined;
  }
}

/** What the SDK keeps of a component: done once it has all its children. */
interface Composite {
  readonly __data: Promise<unknown>;
  readonly __childResources?: ReadonlySet<Resource>;
}

function isAsset(prop: object): boolean {
  return "__pulumiAsset" in prop || "__pulumiArchive" in prop;
}
