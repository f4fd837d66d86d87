/**
 * Runs unit tests under other versions of Node.js (`npm run test:nodes`, or `-- 24` for one of them): those in which code is
 * loaded, started or bundled, or something comes with Node.js, which is what a version changes; with `--all` every one. The binaries come from the npm
 * packages behind `node`, kept in a cache outside the repository. Versions run side by side: each has times in which it
 * waits for processes that it has started.
 */
const { spawn, spawnSync } = require("node:child_process");
const { existsSync, mkdirSync } = require("node:fs");
const { homedir } = require("node:os");
const { join } = require("node:path");

const asked = process.argv.slice(2).filter((argument) => argument !== "--all");
const versions = asked.length > 0 ? asked : ["22", "24"];
/**
 * The authorities that come with Node.js, every cloud's SDK rehearsed, the SDK without its unused parts, the pack by itself, and each
 * command line. Together they load every module that any test of `stacks/deploy` loads.
 */
const loading = [
  "components/shared/certificates",
  "contracts/clouds",
  "lean-sdk",
  "policy/alone",
  "rehearsal/cli",
  "rehearsal/speed",
  "ops/delivery",
  "stacks/deploy/atlas",
  "stacks/deploy/stack",
];
const tests = process.argv.includes("--all") ? [] : loading.map((path) => `tests/${path}`);
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "slipway-tools", "node");
const root = join(__dirname, "..");

/** Where a version's binary is; installs it if need be. */
function binaryOf(version) {
  const pack = `node-${process.platform}-${process.arch}`;
  const prefix = join(cache, version);
  const binary = join(prefix, "node_modules", pack, "bin", "node");
  if (existsSync(binary)) return binary;
  console.log(`installing Node.js ${version} …`);
  mkdirSync(prefix, { recursive: true });
  const args = ["install", "--prefix", prefix, "--no-save", "--no-package-lock", `${pack}@${version}`];
  const { status, error } = spawnSync("npm", args, { cwd: root, stdio: "inherit" });
  if (error || status !== 0) throw error ?? new Error(`npm install of Node.js ${version} ended with ${status}`);
  return binary;
}

/** Resolves with whether the tests passed, once what they said has been printed in one piece. */
function run(binary) {
  const jest = ["--max-semi-space-size=64", join(root, "node_modules/jest/bin/jest.js"), "--silent", ...tests];
  const child = spawn(binary, jest, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const version = spawnSync(binary, ["--version"], { encoding: "utf8" }).stdout.trim();
      console.log(`unit tests under Node.js ${version}\n${Buffer.concat(said)}`);
      resolve(code === 0);
    });
  });
}

Promise.all(versions.map(binaryOf).map(run)).then((passed) => {
  process.exitCode = passed.every(Boolean) ? 0 : 1;
});
