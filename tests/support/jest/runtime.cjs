const { isBuiltin } = require("node:module");
const { isAbsolute, relative, sep } = require("node:path");
const vm = require("node:vm");
const { default: JestRuntime } = require("jest-runtime");
const { isShared, keepGlobal } = require("./environment.cjs");
const { Packages } = require("./packages.cjs");

/**
 * Tests that coverage is taken of: those of the folders that have thresholds. What a rehearsal of a whole system happens to
 * run would count as covered too, and would be slower.
 */
const measured = ["stacks", "components", "policy", "contracts"];

/** Kept as long as the worker lives: loaded packages; path → a file's code, compiled; path → what has been covered. */
let packages;
const scripts = new Map();
const covered = new Map();

/**
 * Jest's runtime, which loads every module anew for each test file. This one does so with the modules of this repository,
 * so that their state ends with the file, but compiles each of them once; packages it also loads once.
 */
class Runtime extends JestRuntime {
  constructor(config, environment, resolver, transformer, cacheFS, coverage, path, globalConfig) {
    const [, part] = relative(config.rootDir, path).split(sep);
    const collectCoverage = coverage.collectCoverage && measured.includes(part);
    super(config, environment, resolver, transformer, cacheFS, { ...coverage, collectCoverage }, path, globalConfig);
    if (!isShared(environment)) return;
    packages ??= new Packages(environment.global, keepGlobal);
    const head = `(function (${this.executor.injectedModuleParameters.join(", ")}) {`;
    this.executor.compile = (code, filename) => compiled(head, code, filename).runInContext(environment.getVmContext());
  }

  requireModuleOrMock(from, id) {
    const isPackage = !id.startsWith(".") && !isAbsolute(id) && !isBuiltin(id) && !/^(@?jest|expect)\b/.test(id);
    if (!isPackage || !isShared(this._environment) || this.mockState.shouldMockCjs(from, id).shouldMock)
      return super.requireModuleOrMock(from, id);
    return packages.require(id, from);
  }

  /** Files of which this test file has covered more than those before it in this worker: the others would change no sum. */
  getAllCoverageInfoCopy() {
    const all = Object.entries(super.getAllCoverageInfoCopy() ?? {});
    return Object.fromEntries(all.filter(([path, counts]) => addsTo(path, counts)));
  }
}

/** V8 keeps what it has compiled of a script, for every run of it; of functions by themselves it keeps nothing. */
function compiled(head, code, filename) {
  const known = scripts.get(filename);
  if (known?.code === code) return known.script;
  const script = new vm.Script(`${head}${code}\n})`, { filename, columnOffset: -head.length });
  scripts.set(filename, { code, script });
  return script;
}

/** @param counts of statements, functions and branches, by their ids, as Istanbul has them */
function addsTo(path, { s, f, b }) {
  const known = covered.get(path);
  const hits = new Set(known);
  for (const [kind, byId] of Object.entries({ s, f, b }))
    for (const [id, count] of Object.entries(byId))
      for (const [at, each] of [count].flat().entries()) if (each > 0) hits.add(`${kind}${id}.${at}`);
  covered.set(path, hits);
  return hits.size > (known?.size ?? -1);
}

module.exports = Runtime;
