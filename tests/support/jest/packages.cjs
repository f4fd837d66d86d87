/** Packages in a worker's context: each of their files is loaded once, and stays. */
const { readFileSync } = require("node:fs");
const { createRequire, isBuiltin } = require("node:module");
const { dirname } = require("node:path");
const vm = require("node:vm");
const { standIn } = require("../../../lean-sdk.cjs");

const parameters = ["exports", "require", "module", "__filename", "__dirname"];

class Packages {
  /** Path → module, as Node has it in `require.cache`. */
  loaded = new Map();
  resolved = new Map();

  /** @param global of the worker's context  @param onGlobal is told of every global that a package sets when it is loaded */
  constructor(global, onGlobal) {
    this.global = global;
    this.onGlobal = onGlobal;
    this.parse = vm.runInContext("JSON.parse", global);
    // Each test file has a process object of its own: what keeps one is led to the one of now.
    const traps = Object.getOwnPropertyNames(Reflect);
    this.process = new Proxy(
      {},
      Object.fromEntries(traps.map((trap) => [trap, (_, ...args) => Reflect[trap](global.process, ...args)])),
    );
  }

  /** What `require(id)` gives in a file. */
  require(id, from) {
    if (isBuiltin(id)) return /^(node:)?process$/.test(id) ? this.process : require(id);
    return standIn(id, from, () => this.load(this.resolve(id, from))) ?? this.load(this.resolve(id, from));
  }

  resolve(id, from) {
    const key = `${dirname(from)}\0${id}`;
    const path = this.resolved.get(key) ?? createRequire(from).resolve(id);
    this.resolved.set(key, path);
    return path;
  }

  load(file) {
    const known = this.loaded.get(file);
    if (known) return known.exports;
    if (file.endsWith(".node")) return require(file);
    const module = {
      id: file,
      filename: file,
      path: dirname(file),
      exports: {},
      loaded: false,
      children: [],
      paths: [],
    };
    this.loaded.set(file, module);
    const before = new Set(Reflect.ownKeys(this.global));
    try {
      const source = readFileSync(file, "utf8");
      if (file.endsWith(".json")) module.exports = this.parse(source);
      else this.run(module, source.replace(/^#!/, "//"));
      module.loaded = true;
      return module.exports;
    } catch (error) {
      this.loaded.delete(file);
      throw error;
    } finally {
      for (const key of Reflect.ownKeys(this.global)) if (!before.has(key)) this.onGlobal(key);
    }
  }

  run(module, source) {
    const { filename, exports, path } = module;
    const own = createRequire(filename);
    const resolve = (id, options) => (options || isBuiltin(id) ? own.resolve(id, options) : this.resolve(id, filename));
    const require = Object.assign((id) => this.require(id, filename), { resolve, cache: {}, extensions: {} });
    module.require = require;
    const run = vm.compileFunction(source, parameters, { filename, parsingContext: this.global });
    run.call(exports, exports, require, module, filename, path);
  }
}

module.exports = { Packages };
