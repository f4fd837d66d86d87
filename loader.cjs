/**
 * Runs TypeScript, fast. Measured in bench/: tsx, and every loader that compiles file by file, costs a start as much as
 * the SDK itself. This one
 *  - turns every changed .ts file of the project into JavaScript in one call of esbuild (tsx brings it) and keeps the
 *    result, so that a start with nothing changed compiles nothing;
 *  - keeps V8's compiled code of every module, the SDK's too, which Node does by itself only from 22.1 on
 *    (`module.enableCompileCache`).
 * It also leaves out what of the SDK is never used (lean-sdk.cjs). What it keeps lies in node_modules/.cache/slipway, is made
 * anew when it does not fit, and may be deleted at any time.
 * `Pulumi.yaml` names it for the program, `policy/main.cjs` for the policies, `rehearsal/main.cjs` for the rehearsal. Under
 * the engine stack traces are off (`--stack-trace-limit=0` beside it): the SDK takes one for each promise, which is half
 * of the time a program takes. With SLIPWAY_DEBUG set they are on, and tsx takes over, so that they show source lines.
 */
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const root = __dirname;
const folder = path.join(root, "node_modules/.cache/slipway");
const sourcesFile = path.join(folder, "sources.json");
const [, role] = /[\\/]cmd[\\/](run|run-policy-pack)([\\/]index\.js)?$/.exec(process.argv[1] ?? "") ?? [];
/** V8 takes its code back only under the same flags, and the SDK sets some of its own in each of its entry points. */
const flags = [role ?? "node", ...process.execArgv]
  .join(" ")
  .replace(/[^a-z0-9]+/gi, "-")
  .slice(0, 100);
const codeFile = path.join(folder, `code-${process.version}-${process.arch}-${flags}`);
const sourceFolders = ["components", "policy", "rehearsal", "stacks", "ops", "bench"];

/** A file's content is taken to be the same while its size and its time of change are. */
function stampOf(file) {
  const { size, mtimeMs } = fs.statSync(file);
  return `${size}.${mtimeMs}`;
}

/** Replaces a file at once, so that two processes never read half of one; a cache that can't be written is no error. */
function write(file, data) {
  try {
    fs.mkdirSync(folder, { recursive: true });
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, data);
    fs.renameSync(draft, file);
  } catch {}
}

function read(file, encoding) {
  try {
    return fs.readFileSync(file, encoding);
  } catch {
    return undefined;
  }
}

/** path → { stamp, code }: the project's own files as JavaScript. */
const sources = new Map(Object.entries(JSON.parse(read(sourcesFile, "utf8") ?? "{}")));
let sourcesChanged = false;

function javascriptOf(file) {
  const stamp = stampOf(file);
  const known = sources.get(file);
  if (known?.stamp === stamp) return known.code;
  const stale = [file, ...projectFiles()].filter((each) => sources.get(each)?.stamp !== stampOf(each));
  translate([...new Set(stale)]);
  return sources.get(file).code;
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
  for (const { path: out, text } of outputFiles) {
    const file = files[Number(path.basename(out, ".js"))];
    sources.set(file, { stamp: stampOf(file), code: text });
  }
  sourcesChanged = true;
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

/** V8's code of each module: an index (JSON, one line), then the pieces one after the other. */
class CodeCache {
  constructor() {
    this.pieces = new Map();
    this.fresh = new Map();
    const data = read(codeFile);
    if (!data) return;
    const end = data.indexOf(10);
    try {
      for (const [file, stamp, from, to] of JSON.parse(data.toString("utf8", 0, end))) {
        this.pieces.set(file, { stamp, data: data.subarray(end + 1 + from, end + 1 + to) });
      }
    } catch {}
  }

  compile(file, content) {
    const stamp = stampOf(file);
    const known = this.pieces.get(file);
    const cachedData = known?.stamp === stamp ? known.data : undefined;
    const script = new vm.Script(Module.wrap(content), {
      filename: file,
      cachedData,
      importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (!cachedData || script.cachedDataRejected) this.fresh.set(file, { stamp, script });
    return script.runInThisContext();
  }

  /** After the run, so that the functions it has used are in the code. */
  save() {
    if (this.fresh.size === 0) return;
    for (const [file, { stamp, script }] of this.fresh)
      this.pieces.set(file, { stamp, data: script.createCachedData() });
    this.fresh.clear();
    let at = 0;
    const index = [...this.pieces].map(([file, { stamp, data }]) => {
      const from = at;
      at += data.length;
      return [file, stamp, from, at];
    });
    write(
      codeFile,
      Buffer.concat([Buffer.from(`${JSON.stringify(index)}\n`), ...[...this.pieces.values()].map(({ data }) => data)]),
    );
  }
}

function install() {
  const cache = new CodeCache();
  Module._extensions[".ts"] = (module, file) => module._compile(javascriptOf(file), file);
  Module.prototype._compile = function compile(content, file) {
    const run = cache.compile(file, content.startsWith("#!") ? `//${content}` : content);
    const require = (id) => this.require(id);
    require.resolve = (id, options) => Module._resolveFilename(id, this, false, options);
    require.main = process.mainModule;
    require.extensions = Module._extensions;
    require.cache = Module._cache;
    return run.call(this.exports, this.exports, require, this, file, path.dirname(file));
  };
  const keep = () => {
    cache.save();
    if (sourcesChanged) write(sourcesFile, JSON.stringify(Object.fromEntries(sources)));
    sourcesChanged = false;
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
