import {
  type ComponentResourceOptions,
  type CustomResourceOptions,
  Output,
  type ProviderResource,
  Resource,
} from "@pulumi/pulumi";
import type { Monitor } from "./monitor";
import { giveProperties, Registration } from "./registrations";
import type { Request } from "./request";
import { Pass } from "./serialize";

import rpc = require("@pulumi/pulumi/runtime/rpc");
import settings = require("@pulumi/pulumi/runtime/settings");

type Options = CustomResourceOptions & ComponentResourceOptions;

export type Register = (
  resource: Resource,
  parent: Resource | undefined,
  type: string,
  name: string,
  custom: boolean,
  remote: boolean,
  newDependency: unknown,
  props: object,
  opts: Options,
  ...more: unknown[]
) => void;

/**
 * The SDK's `registerResource` (runtime/resource.js) for an engine in the same process: the same is registered with the same
 * dependencies, without some hundred promises for each resource and without a message for a wire that is not there.
 * @param original takes what has options that are rare
 */
export function registerIn(monitor: Monitor, original: Register): Register {
  return (resource, parent, type, name, custom, remote, newDependency, props, opts, ...more) => {
    if (remote || isRare(opts, more[2])) {
      original(resource, parent, type, name, custom, remote, newDependency, props, opts, ...more);
      return;
    }
    const registration = new Registration(resource);
    giveProperties(resource, `resource:${name}[${type}]`, custom, props);
    keepAlive(async () => {
      const request = await prepared((pass) => requestOf(pass, { resource, parent, type, name, custom, props, opts }));
      const answer = monitor.register(request);
      if (answer) registration.settle(answer, request.inputs);
    });
  };
}

/** The SDK's `registerResourceOutputs`, likewise. */
export function registerOutputsIn(monitor: Monitor): (resource: Resource, outputs: object) => void {
  return (resource, outputs) =>
    keepAlive(async () => {
      const { urn, sent } = await prepared((pass) => ({
        urn: pass.identityOf(resource)?.urn ?? "",
        sent: pass.serialize(outputs, new Set()) as Record<string, unknown>,
      }));
      monitor.registerOutputs(urn, sent ?? {});
    });
}

/** The program is not done before this is; what goes wrong in it is nobody's to catch, as in the SDK. */
function keepAlive(operation: () => Promise<void>): void {
  const done = settings.rpcKeepAlive();
  operation().then(done, (error) => {
    done();
    throw error;
  });
}

/** Goes through all that is given until nothing has to be waited for; never before the program's own turn is over. */
async function prepared<T>(look: (pass: Pass) => T | undefined): Promise<T> {
  await undefined;
  for (;;) {
    const pass = new Pass();
    const found = look(pass);
    if (found !== undefined && pass.pending.length === 0) return found;
    await Promise.all(pass.pending);
  }
}

interface Given {
  readonly resource: Resource;
  readonly parent?: Resource;
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly props: object;
  readonly opts: Options;
}

/** What the SDK would send. Nothing while the pass has something to wait for; what is likely to be waited for comes first. */
function requestOf(pass: Pass, { resource, parent, type, name, custom, props, opts }: Given): Request | undefined {
  const { dependsOn = [] } = opts;
  const dependencies = new Set(
    pass.urnsOf((Array.isArray(dependsOn) ? dependsOn : [dependsOn]) as Resource[], resource),
  );
  const above = parent && pass.identityOf(parent);
  const provider = custom && opts.provider ? providerOf(pass, opts.provider) : undefined;
  if (pass.pending.length > 0) return undefined;
  const inputs: Record<string, unknown> = {};
  const propertyDependencies: Record<string, readonly string[]> = {};
  // Most properties need nothing, and sets are dear.
  let needs = new Set<Resource>();
  for (const key of Object.keys(props)) {
    const given = (props as Record<string, unknown>)[key];
    // The SDK names every input that there could be.
    if (given === undefined || key === "id" || key === "urn") continue;
    const value = pass.serialize(given, needs);
    if (value !== undefined) inputs[key] = value;
    if (needs.size === 0) continue;
    const urns = value === undefined ? [] : [...(pass.urnsOf(needs, resource) ?? [])];
    for (const urn of urns) dependencies.add(urn);
    if (urns.length > 0) propertyDependencies[key] = urns;
    needs = new Set();
  }
  if (pass.pending.length > 0) return undefined;
  const { create = "", update = "", delete: remove = "" } = opts.customTimeouts ?? {};
  return {
    type,
    name,
    custom,
    inputs,
    propertyDependencies,
    dependencies: [...dependencies],
    parent: above?.urn,
    provider,
    protect: opts.protect ?? false,
    retainOnDelete: opts.retainOnDelete ?? false,
    deleteBeforeReplace: opts.deleteBeforeReplace,
    ignoreChanges: opts.ignoreChanges ?? [],
    replaceOnChanges: opts.replaceOnChanges ?? [],
    additionalSecretOutputs: (opts.additionalSecretOutputs ?? []) as string[],
    aliases: [],
    customTimeouts: create || update || remove ? { create, update, delete: remove } : undefined,
    importId: opts.import as string | undefined,
    onError: (opts.hooks?.onError ?? []).map((hook) => hook.name),
  };
}

function providerOf(pass: Pass, provider: ProviderResource): string | undefined {
  const identity = pass.identityOf(provider);
  return identity && `${identity.urn}::${identity.id ?? rpc.unknownValue}`;
}

const isPlainResource = (each: unknown): boolean => Resource.isInstance(each) && !Output.isInstance(each);

function isRare(opts: Options, packageRef: unknown): boolean {
  const { hooks = {}, dependsOn = [] } = opts;
  return (
    packageRef !== undefined ||
    Object.keys(hooks).some((kind) => kind !== "onError") ||
    !(Array.isArray(dependsOn) ? dependsOn : [dependsOn]).every(isPlainResource) ||
    [opts.aliases, opts.transforms].some((list) => list !== undefined && list.length > 0) ||
    [opts.urn, opts.deletedWith, opts.replaceWith, opts.replacementTrigger, opts.envVarMappings].some(
      (option) => option !== undefined,
    )
  );
}
