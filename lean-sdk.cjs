/**
 * Takes off the Pulumi SDK what neither a program nor a policy pack of ours needs (docs/decisions/0025): parts that are
 * loaded and never used, messages with an object for each value, and, in a program under the engine, what is there for somebody who debugs the SDK. Each line was
 * a hot spot in a profile (`node --cpu-prof`). It is done for the one version of the SDK it was proved with
 * (tests/lean-sdk.test.ts: what is registered is the same); with any other the SDK stays as it is.
 */
const Module = require("node:module");
const path = require("node:path");

const provedWith = "3.248.0";

/** Request → the SDK's own modules that ask for it; loaded when somebody first looks into it, which here nobody does. */
const unused = {
  "./automation": ["index.js"], // drives the CLI from a program
  "./closure/serializeClosure": ["runtime/index.js"], // functions sent to a cloud; loads TypeScript
  "./closure/codePaths": ["runtime/index.js"], // the packages such functions need; loads npm's dependency solver
  semver: ["runtime/rpc.js"], // compares versions of packages that are loaded twice
};

/** What carries messages to an engine and back, and those modules of the SDK that do. In a rehearsal there is no wire. */
const wire = /^(@grpc\/grpc-js|@opentelemetry\/api|\.\.\/proto\/\w+_pb)$/;
const wired = [
  ...["errors.js", "log/index.js", "provider/server.js"],
  ...["callbacks", "invoke", "mocks", "resource", "settings"].map((name) => `runtime/${name}.js`),
];

/** Names that `runtime/index.js` copies out of a module at once; as functions that load it when they are called. */
const functions = {
  "./closure/serializeClosure": ["serializeFunction", "serializeFunctionAsync"],
  "./closure/codePaths": ["computeCodePaths"],
};

/** The SDK's folder and a path within it, where the file is the SDK's. */
function withinSdk(file = "") {
  const found = /^(.*[\\/]@pulumi[\\/]pulumi)[\\/](.+)$/.exec(file);
  return found ? { sdk: found[1], name: found[2].split(path.sep).join("/") } : undefined;
}

const versions = new Map();
function isProved(sdk) {
  if (!versions.has(sdk)) versions.set(sdk, require(path.join(sdk, "package.json")).version);
  return versions.get(sdk) === provedWith;
}

function later(load, names) {
  let loaded;
  const real = () => {
    loaded ??= load();
    return loaded;
  };
  if (names) return Object.fromEntries(names.map((name) => [name, (...args) => real()[name](...args)]));
  return new Proxy(
    {},
    {
      get: (_, key) => (key === "__esModule" ? true : real()[key]),
      has: (_, key) => key in real(),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Object.getOwnPropertyDescriptor(real(), key);
        return found && { ...found, configurable: true };
      },
    },
  );
}

/**
 * What a module of the SDK gets in place of a part that is not used; undefined for any other request.
 * @param load loads the part itself
 */
function standIn(request, file, load) {
  // Whichever version: for files of YAML by a pattern, which we have none of.
  if (request === "glob" && /@pulumi[\\/]kubernetes[\\/]yaml[\\/]yaml\.js$/.test(file)) return later(load);
  const from = withinSdk(file);
  const askers = from && (unused[request] ?? (wire.test(request) ? wired : undefined));
  const applies = askers?.includes(from.name) && isProved(from.sdk);
  return applies ? later(load, functions[request]) : undefined;
}

const structs = /^google-protobuf.google.protobuf.struct_pb(\.js)?$/;
let areLean = false;

/** Properties go to the engine and come from it without a message object for each value (lean-structs.cjs). */
function leanStructs(loaded, parent) {
  if (areLean) return;
  areLean = true;
  require("./lean-structs.cjs").install(loaded, parent.require("google-protobuf"));
}

/** The SDK's entry point makes the stack's own resource before it loads the program: that one's trace is the longest. */
const isStart = (request, from) => request === "./run" && from?.name === "cmd/run/index.js";

/** @param underEngine the process runs a program for the engine: `cmd/run` of the SDK */
function install(underEngine) {
  const load = Module._load;
  let patched = !underEngine;
  Module._load = function lean(request, parent, isMain) {
    const instead = standIn(request, parent?.filename, () => load.call(this, request, parent, isMain));
    if (instead) return instead;
    const from = withinSdk(parent?.filename);
    if (underEngine && from?.name === "cmd/run/index.js" && request.endsWith("closure/v8Hooks") && isProved(from.sdk))
      return { isInitializedAsync: async () => {} };
    const loaded = load.call(this, request, parent, isMain);
    if (structs.test(request) && from && isProved(from.sdk)) leanStructs(loaded, parent);
    if (!patched && (request === "@pulumi/pulumi" || isStart(request, from))) {
      patched = true;
      const sdk = from?.sdk ?? path.dirname(Module._resolveFilename(request, parent));
      if (isProved(sdk)) withoutDebugging(sdk);
    }
    return loaded;
  };
}

/**
 * For the rest of this process:
 *  - debug messages, four to a resource, each a call to the engine, with the whole of every answer as text;
 *  - where in the source each resource was made, which asks for a stack trace without end and a search in source maps;
 *  - a stack trace for each promise. That a promise is left open is still found, and still an error: without it a program
 *    that waits in a circle would end early, and the engine would delete what was not registered;
 *  - an output for each property that nobody reads, a promise for each input left out (components/shared/lazy-outputs.ts).
 */
function withoutDebugging(sdk) {
  const part = (name) => require(path.join(sdk, name));
  const [log, debuggable, rpc] = [part("log"), part("runtime/debuggable"), part("runtime/rpc")];
  const { Resource } = part("resource");
  const { leanInputs, transferLazily } = require("./components/shared/lazy-outputs");
  log.debug = () => Promise.resolve();
  Resource.callsites = () => [];
  debuggable.debuggablePromise = watched(debuggable.debuggablePromise, part("runtime/state"));
  rpc.transferProperties = transferLazily;
  Object.assign(rpc, leanInputs(rpc));
}

/** The first promise goes the SDK's way, which sets up the check at the end. */
function watched(original, state) {
  let isFirst = true;
  return (promise, context) => {
    if (isFirst) {
      isFirst = false;
      return original(promise, context);
    }
    const open = state.getStore().leakCandidates;
    open.add(promise);
    return promise.then(
      (value) => {
        open.delete(promise);
        return value;
      },
      (error) => {
        open.delete(promise);
        error.promise = promise;
        throw error;
      },
    );
  };
}

module.exports = { install, provedWith, standIn };
