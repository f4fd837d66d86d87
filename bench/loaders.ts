import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Job } from "./run";

/** Loads the program's module and ends: what `pulumi preview` does before the program's first line. */
function load(root: string, program: string): string {
  return `require(${JSON.stringify(join(root, program))})`;
}

/** swc compiles each file on its way in, as @swc-node/register does. */
const swc = `
const { transformSync } = require("@swc/core");
const options = { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } };
require.extensions[".ts"] = (module, filename) => {
  const source = require("node:fs").readFileSync(filename, "utf8");
  module._compile(transformSync(source, { ...options, filename, swcrc: false }).code, filename);
};
`;

/** The SDK's own ts-node; `transpileOnly` is Pulumi's PULUMI_NODEJS_TRANSPILE_ONLY. */
const tsNode = (transpileOnly: boolean): string => `
const { typeScriptRequireStrings } = require("@pulumi/pulumi/tsutils");
const { tsnodeRequire, typescriptRequire } = typeScriptRequireStrings();
require(tsnodeRequire).register({
  compiler: typescriptRequire, transpileOnly: ${transpileOnly}, project: "tsconfig.json",
  compilerOptions: { target: "ES2022", module: "commonjs", moduleResolution: "node10" },
});
`;

/** Ways to start the program, by name. */
export function loaderJobs(root: string): Record<string, Job> {
  const bundle = join(root, "node_modules/.cache/slipway-bench-bundle.cjs");
  buildSync({
    ...{ entryPoints: [join(root, "index.ts")], outfile: bundle, bundle: true, packages: "external" },
    ...{ platform: "node", target: "node20", format: "cjs", logLevel: "silent" },
  });
  const script = (name: string, text: string): readonly string[] => {
    const file = join(root, "node_modules/.cache", `slipway-bench-${name}.cjs`);
    writeFileSync(file, text);
    return [file];
  };
  const index = load(root, "index.ts");
  const job = (name: string, text: string): Job => ({ cwd: root, args: script(name, text) });
  return {
    "ts-node, as Pulumi does": job("ts-node", tsNode(false) + index),
    "ts-node, no type check": job("ts-node-fast", tsNode(true) + index),
    tsx: job("tsx", `require("tsx/cjs");${index}`),
    swc: job("swc", swc + index),
    "esbuild bundle": { cwd: root, args: [bundle] },
    "loader.cjs": job("own", `require(${JSON.stringify(join(root, "loader.cjs"))});${index}`),
  };
}
