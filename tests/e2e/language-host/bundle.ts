import { createRequire } from "node:module";

/** One file of JavaScript, since the engine starts hosts and providers often: esbuild comes with tsx. @returns its path */
export function bundle(entry: string, outfile: string): string {
  const tsx = createRequire(require.resolve("tsx/package.json"));
  const esbuild = tsx("esbuild") as { buildSync(options: object): void };
  esbuild.buildSync({
    ...{ entryPoints: [entry], outfile },
    ...{ bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "error" },
  });
  return outfile;
}
