/**
 * Where test files run. Jest's own environment makes a context, which is a set of globals, for each file, so that every
 * package is loaded anew for each; and each use of a global goes through a proxy. Here a worker has one context, whose
 * globals are plain, and runtime.cjs keeps packages in it. What a file sets on the globals ends with the file.
 */
const vm = require("node:vm");
const { ModernFakeTimers } = require("@jest/fake-timers");
const { TestEnvironment: NodeEnvironment } = require("jest-environment-node");
const { ModuleMocker } = require("jest-mock");
const { installCommonGlobals } = require("jest-util");

/** Names that a context has for itself; the last where this is loaded in a test. */
const reflexive = ["global", "root", "GLOBAL", "globalThis", "jest-symbol-do-not-touch"];

/** Where the Pulumi SDK keeps the state of a program: set when somebody first asks, so perhaps while it is loaded. */
const stateOfPulumi = ["globalStore", "stackResource"];

/** The globals of this worker; those that packages have set when they were loaded. */
let global;
const ofPackages = new Set();

function createGlobal() {
  const fresh = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(globalThis)))
    if (!Object.hasOwn(fresh, key) && !reflexive.includes(key))
      Object.defineProperty(fresh, key, descriptor.get ? ofNode(key, descriptor) : descriptor);
  // As Jest has it: Node's own modules give out values of these.
  Object.assign(fresh, { global: fresh, Buffer, ArrayBuffer, Uint8Array });
  installCommonGlobals(fresh, {});
  return fresh;
}

/** A global that Node makes when it is first asked for, and only for itself. */
function ofNode(key, { enumerable }) {
  const set = function (value) {
    Object.defineProperty(this, key, { value, enumerable, configurable: true, writable: true });
  };
  return { enumerable, configurable: true, get: () => globalThis[key], set };
}

const descriptors = () =>
  new Map(Reflect.ownKeys(global).map((key) => [key, Object.getOwnPropertyDescriptor(global, key)]));

class Environment {
  fakeTimers = null;

  constructor({ projectConfig }) {
    global ??= createGlobal();
    this.global = global;
    this.before = descriptors();
    // A process object of its own, so that what a file sets in `process.env` ends with it.
    global.process = installCommonGlobals({ Symbol, Date }, {}).process;
    // As in Jest's: more of the stack than Node shows is of use when a test fails.
    global.Error.stackTraceLimit = 100;
    this.moduleMocker = new ModuleMocker(global);
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    // What can't be deleted is Jest's own: where `expect` keeps its matchers.
    for (const key of Reflect.ownKeys(global))
      if (!this.before.has(key) && (!ofPackages.has(key) || stateOfPulumi.includes(key)))
        Reflect.deleteProperty(global, key);
    for (const [key, was] of this.before) {
      const now = Object.getOwnPropertyDescriptor(global, key);
      if (now?.value !== was.value || now?.get !== was.get) Object.defineProperty(global, key, was);
    }
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  getVmContext() {
    return global;
  }
}

/** Before Node.js 20.18 there are no contexts with plain globals: Jest's own environment then, which is slower. */
module.exports = vm.constants?.DONT_CONTEXTIFY ? Environment : NodeEnvironment;
module.exports.isShared = (environment) => environment instanceof Environment;
module.exports.keepGlobal = (key) => ofPackages.add(key);
