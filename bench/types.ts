import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./figures";
import type { Job } from "./run";

/** Folders with no code of the project's own. */
const foreign = new Set(["node_modules", "out", "coverage"]);

/** The project's own type check, from nothing; that of a file that imports the same SDKs and no more; that of an empty file. */
export function typeJobs(): Record<"types" | "sdkTypes" | "emptyTypes", Job> {
  const names = sdkModules();
  const imports = names.map((name, at) => `import type * as m${at} from "${name}";\n`).join("");
  // Nothing is asked of a module that nobody names.
  const use = `export type All = [${names.map((_, at) => `typeof m${at}`).join(", ")}];\n`;
  return {
    types: check(root),
    sdkTypes: check(project("sdks", imports + use)),
    emptyTypes: check(project("empty", "export {};\n")),
  };
}

/** A project of one file, with this one's options. @returns its folder */
function project(name: string, text: string): string {
  const folder = join(root, "node_modules/.cache", `slipway-bench-${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.ts`), text);
  const config = { extends: join(root, "tsconfig.json"), files: [`${name}.ts`], include: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  return folder;
}

function check(folder: string): Job {
  const fromNothing = ["--noEmit", "--incremental", "false", "--tsBuildInfoFile", "null"];
  return { cwd: root, args: ["node_modules/typescript/bin/tsc", "-p", folder, ...fromNothing], mayFail: true };
}

/** Every module of Pulumi's that a file of the project imports. */
function sdkModules(folder = root): string[] {
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return foreign.has(entry.name) || entry.name.startsWith(".") ? [] : sdkModules(path);
    if (!entry.name.endsWith(".ts")) return [];
    const imports = readFileSync(path, "utf8").matchAll(/\b(?:from |require\()"(@pulumi\/[\w./-]+)"/g);
    return [...imports].map(([, name]) => name!).filter((name) => !name.endsWith(".json"));
  });
  return [...new Set(found)].sort();
}
