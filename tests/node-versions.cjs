/**
 * Runs unit tests under other versions of Node.js (`npm run test:nodes`, or `-- 24` for one of them): those in which code is
 * loaded, started or bundled, which is what a version changes; with `--all` every one. The binaries come from the npm
 * packages behind `node`, kept in a cache outside the repository.
 */
const { spawnSync } = require("node:child_process");
const { existsSync, mkdirSync } = require("node:fs");
const { homedir } = require("node:os");
const { join } = require("node:path");

const asked = process.argv.slice(2).filter((argument) => argument !== "--all");
const versions = asked.length > 0 ? asked : ["22", "24"];
/** Every cloud's SDK rehearsed, the SDK without its unused parts, the pack by itself, and each command line. */
const loading = [
  "contracts/clouds",
  "lean-sdk",
  "policy/alone",
  "rehearsal/cli",
  "rehearsal/speed",
  "ops/delivery",
  "stacks/deploy",
];
const tests = process.argv.includes("--all") ? [] : loading.map((path) => `tests/${path}`);
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "slipway-tools", "node");
const root = join(__dirname, "..");

for (const version of versions) {
  const pack = `node-${process.platform}-${process.arch}`;
  const prefix = join(cache, version);
  const binary = join(prefix, "node_modules", pack, "bin", "node");
  if (!existsSync(binary)) {
    console.log(`installing Node.js ${version} …`);
    mkdirSync(prefix, { recursive: true });
    run("npm", ["install", "--prefix", prefix, "--no-save", "--no-package-lock", `${pack}@${version}`]);
  }
  console.log(`unit tests under Node.js ${spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout.trim()}`);
  run(binary, [join(root, "node_modules/jest/bin/jest.js"), "--silent", ...tests]);
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
