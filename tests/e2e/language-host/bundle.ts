import { createRequire } from "node:module";
import { fileMadeOnce } from "../made-once";

/**
 * One file of JavaScript, since the engine starts hosts and providers often. Made once in a run.
 *
 * @param name of the file, without `.js`
 * @returns its path
 */
export function bundle(entry: string, name: string): string {
  return fileMadeOnce(`${name}.js`, (outfile) => build(entry, outfile));
}

/** esbuild comes with tsx. */
function build(entry: string, outfile: string): void {
  const tsx = createRequire(require.resolve("tsx/package.json"));
  const esbuild = tsx("esbuild") as { buildSync(options: object): void };
  esbuild.buildSync({
    ...{ entryPoints: [entry], outfile },
    ...{ bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "error" },
  });
}
