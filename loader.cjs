/**
 * Runs TypeScript, fast. Measured in bench/: tsx, and every loader that compiles file by file, costs a start as much as
 * the SDK itself. This one
 *  - turns every changed .ts file of the project into JavaScript in one call of esbuild (tsx brings it) and keeps the
 *    result, so that a start with nothing changed compiles nothing;
 *  - keeps V8's compiled code of every module, the SDK's too, which Node does by itself only from 22.1 on
 *    (`module.enableCompileCache`);
 *  - keeps which file of a package a `require` meant, for which Node asks the file system some ten times.
 * It also leaves out what of the SDK is never used (lean-sdk.cjs). What it keeps lies in node_modules/.cache/slipway, is made
 * anew when it does not fit, and may be deleted at any time.
 * `Pulumi.yaml` names it for the program, `policy/main.cjs` for the policies, `rehearsal/main.cjs` for the rehearsal. Under
 * the engine stack traces are off (`--stack-trace-limit=0` beside it): the SDK takes one for each promise, which is half
 * of the time a program takes. With SLIPWAY_DEBUG set they are on, and tsx takes over, so that they show source lines.
 */
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");

const root = __dirname;
const folder = path.join(root, "node_modules/.cache/slipway");
const [, role] = /[\\/]cmd[\\/](run|run-policy-pack)([\\/]index\.js)?$/.exec(process.argv[1] ?? "") ?? [];
/**
 * V8 makes machine code of a function six times later than by itself: for what runs a few seconds the threads that make it take
 * nearly as long as the program. Later versions of Node.js have another compiler, and no such flag.
 */
if (process.version.startsWith("v20.")) v8.setFlagsFromString("--interrupt-budget=400000");
/** A program that waits for its engine gives back no memory meanwhile: looking for it costs more than it does. */
v8.setFlagsFromString("--no-memory-reducer");
/** V8 takes its code back only under the same flags, and the SDK sets some of its own in each of its entry points. */
const flags = [role ?? "node", ...process.execArgv]
  .join(" ")
  .replace(/[^a-z0-9]+/gi, "-")
  .slice(0, 100);
const codeName = `code-${process.version}-${process.arch}-${flags}`;
const sourceFolders = ["components", "policy", "rehearsal", "stacks", "ops", "bench"];

const packages = path.join(root, "node_modules") + path.sep;
const installed = path.join(packages, ".package-lock.json");

/** A file's content is taken to be the same while its size and its time of change are. Undefined where there is none. */
function stampOf(file) {
  if (!stamps.has(file)) {
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile()) return undefined;
    stamps.set(file, `${found.size}.${found.mtimeMs}`);
  }
  return stamps.get(file);
}
const stamps = new Map();

/** Replaces a file at once, so that two processes never read half of one; a cache that can't be written is no error. */
function write(file, data) {
  try {
    fs.mkdirSync(folder, { recursive: true });
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, data);
    fs.renameSync(draft, file);
  } catch {}
}

function read(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return undefined;
  }
}

/** What was made of other files, in one of ours: an index (JSON, one line), then the pieces one after the other. */
class Pack {
  constructor(name) {
    this.file = path.join(folder, name);
    this.pieces = new Map();
    this.changed = false;
    const data = read(this.file);
    if (!data) return;
    const end = data.indexOf(10);
    try {
      for (const [file, stamp, from, to] of JSON.parse(data.toString("utf8", 0, end)))
        this.pieces.set(file, { stamp, data: data.subarray(end + 1 + from, end + 1 + to) });
    } catch {}
  }

  /** Undefined where there is nothing of that file as it is now. */
  get(file) {
    const piece = this.pieces.get(file);
    return piece && piece.stamp === stampOf(file) ? piece.data : undefined;
  }

  set(file, data) {
    this.pieces.set(file, { stamp: stampOf(file), data });
    this.changed = true;
  }

  save() {
    if (!this.changed) return;
    this.changed = false;
    const kept = [...this.pieces].filter(([file]) => stampOf(file));
    let at = 0;
    const index = kept.map(([file, { stamp, data }]) => {
      const from = at;
      at += data.length;
      return [file, stamp, from, at];
    });
    write(this.file, Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...kept.map(([, { data }]) => data)]));
  }
}

/** The project's own files as JavaScript. */
const sources = new Pack("sources");

function javascriptOf(file) {
  if (!sources.get(file)) {
    const stale = [file, ...projectFiles()].filter((each) => !sources.get(each));
    translate([...new Set(stale)]);
  }
  return sources.get(file).toString();
}

function translate(files) {
  const esbuild = require(require.resolve("esbuild", { paths: [require.resolve("tsx/package.json")] }));
  const options = {
    format: "cjs",
    platform: "node",
    target: "node20",
    bundle: false,
    write: false,
    logLevel: "silent",
  };
  const entryPoints = files.map((file, index) => ({ in: file, out: String(index) }));
  const { outputFiles } = esbuild.buildSync({ ...options, entryPoints, outdir: folder });
  for (const { path: out, contents } of outputFiles) {
    sources.set(files[Number(path.basename(out, ".js"))], Buffer.from(contents));
  }
}

function projectFiles() {
  const found = [];
  const walk = (at) => {
    for (const entry of fs.readdirSync(at, { withFileTypes: true })) {
      const full = path.join(at, entry.name);
      if (entry.isDirectory() && entry.name !== "node_modules") walk(full);
      else if (entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts")) found.push(full);
    }
  };
  for (const each of sourceFolders) if (fs.existsSync(path.join(root, each))) walk(path.join(root, each));
  return found;
}

/** V8's code of each module. */
class CodeCache {
  constructor() {
    this.pack = new Pack(codeName);
    this.fresh = new Map();
  }

  has(file) {
    return this.pack.get(file) !== undefined;
  }

  compile(file, content) {
    const cachedData = this.pack.get(file);
    const script = new vm.Script(Module.wrap(content), {
      filename: file,
      cachedData,
      importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (!cachedData || script.cachedDataRejected) this.fresh.set(file, script);
    return script.runInThisContext();
  }

  /** After the run, so that the functions it has used are in the code. */
  save() {
    for (const [file, script] of this.fresh) this.pack.set(file, script.createCachedData());
    this.fresh.clear();
    this.pack.save();
  }
}

/**
 * Which file of a package a `require` from a folder meant. npm writes a file of its own with every change of packages: what
 * was found holds while that one is the same, and the file found is there.
 */
class Places {
  constructor() {
    this.pack = new Pack("places");
    this.known = new Map(JSON.parse(this.pack.get(installed)?.toString() ?? "[]"));
    this.changed = false;
  }

  find(request, parent) {
    const from = path.dirname(parent.filename);
    // One of our own files: TypeScript's comes before any other form of it.
    if (/^\.\.?\/.*\w$/.test(request) && !from.startsWith(packages)) {
      const source = `${path.resolve(from, request)}.ts`;
      if (stampOf(source)) return source;
    }
    const found = this.known.get(`${from}|${request}`);
    return found && stampOf(found) ? found : undefined;
  }

  keep(request, parent, found) {
    if (!found.startsWith(packages) || !stampOf(installed)) return;
    this.known.set(`${path.dirname(parent.filename)}|${request}`, found);
    this.changed = true;
  }

  save() {
    if (this.changed) this.pack.set(installed, Buffer.from(JSON.stringify([...this.known])));
    this.changed = false;
    this.pack.save();
  }
}

function install() {
  const code = new CodeCache();
  const places = new Places();
  const { _resolveFilename: resolve, _extensions: extensions } = Module;
  const { ".js": loadJavaScript } = extensions;
  Module._resolveFilename = function resolveQuickly(request, parent, isMain, options) {
    if (options || !parent?.filename) return resolve.call(this, request, parent, isMain, options);
    const known = places.find(request, parent);
    if (known) return known;
    const found = resolve.call(this, request, parent, isMain);
    places.keep(request, parent, found);
    return found;
  };
  extensions[".ts"] = (module, file) => module._compile(javascriptOf(file), file);
  // What was compiled as it is now is no ES module: Node looks for that in the package.json of each.
  extensions[".js"] = (module, file) =>
    code.has(file) ? module._compile(fs.readFileSync(file, "utf8"), file) : loadJavaScript(module, file);
  Module.prototype._compile = function compile(content, file) {
    const run = code.compile(file, content.startsWith("#!") ? `//${content}` : content);
    const require = (id) => this.require(id);
    require.resolve = (id, options) => Module._resolveFilename(id, this, false, options);
    require.main = process.mainModule;
    require.extensions = extensions;
    require.cache = Module._cache;
    return run.call(this.exports, this.exports, require, this, file, path.dirname(file));
  };
  const keep = () => {
    for (const cache of [code, places, sources]) cache.save();
  };
  process.on("exit", keep);
  // The engine ends a policy pack without asking, so that there is no exit: once it has judged for a while.
  if (role === "run-policy-pack") setTimeout(keep, 3000).unref();
}

if (process.env.SLIPWAY_DEBUG) {
  Error.stackTraceLimit = 50;
  require("tsx/cjs");
} else {
  install();
  require("./lean-sdk.cjs").install(role === "run");
}
