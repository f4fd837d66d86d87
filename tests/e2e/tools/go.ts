/** Builds a tool from a Go module, in a module generated outside the repository. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireProgram, run } from "./run";
import type { GoSource, Tool } from "./tools";

/** Import path of what is built here. */
const OWN_PATH = "slipway.test/tool";

/** A line of progress, without the tool's name. */
export type Report = (progress: string) => void;

/**
 * Builds the tool into `target`. The module's own go.sum is the base of ours, so that the build takes exactly the
 * dependencies that the module's authors locked.
 *
 * @throws Error when Go is missing or the build fails; it carries the end of Go's own words.
 */
export async function buildGoTool(tool: Tool, source: GoSource, workspace: string, target: string, report: Report) {
  await requireProgram(
    "go",
    ["version"],
    "Install Go 1.26 or newer: https://go.dev/dl (Debian: apt-get install golang).",
  );
  const env = goEnvironment(source);
  const go = (args: string[], onLine?: (line: string) => void) => run("go", args, { cwd: workspace, env, onLine });
  const version = source.moduleVersion ?? `v${tool.version}`;
  const write = (file: string, text: string) => writeFileSync(join(workspace, file), text);

  report("fetching modules");
  const pins = [...(source.sums ?? []), ""].join("\n");
  write("go.sum", pins);
  write("go.mod", `module ${source.mainPath ?? OWN_PATH}\n`);
  const module: { Dir: string; GoMod: string } = JSON.parse(
    await go(["mod", "download", "-json", `${source.module}@${version}`]),
  );
  write("go.sum", pins + readFileSync(join(module.Dir, "go.sum"), "utf8"));
  write("go.mod", goMod(source, version, readFileSync(module.GoMod, "utf8")));
  if (source.main !== undefined) write("main.go", source.main);

  const main = source.main === undefined ? source.package! : ".";
  // With -mod=mod this also completes go.mod and go.sum: the module's own go.mod names every version that is needed.
  const total = (await go(["list", "-deps", main])).trimEnd().split("\n").length;
  let built = 0;
  await go(["build", "-v", "-trimpath", "-ldflags", linkerFlags(source), "-o", join(target, tool.name), main], () => {
    built += 1;
    report(`compiled ${built} of at most ${total} packages`);
  });
}

function goEnvironment(source: GoSource): Record<string, string> {
  return {
    GOFLAGS: "-mod=mod",
    GOWORK: "off",
    // A module may ask for a newer Go than is installed: Go fetches it from the module proxy then.
    GOTOOLCHAIN: "auto",
    ...(source.sums === undefined ? {} : { GONOSUMDB: source.module }),
  };
}

/**
 * Our go.mod. `replace` lines of a dependency do not count in Go: so they are repeated here, and folders of its repository
 * get a version.
 */
function goMod(source: GoSource, version: string, modulesOwn: string): string {
  const staging = source.stagingVersion;
  const lines = [...modulesOwn.matchAll(/^\s*(?:replace )?(\S+)(?: v\S+)? => (\S+)(?: (v\S+))?$/gm)];
  const replaced = lines.flatMap(([, name, by, own]) => {
    if (own !== undefined) return [`replace ${name} => ${by} ${own}`];
    return staging === undefined ? [] : [`replace ${name} => ${name} ${staging}`];
  });
  return [
    `module ${source.mainPath ?? OWN_PATH}`,
    `go ${/^go (\S+)/m.exec(modulesOwn)?.[1] ?? "1.24"}`,
    `require ${source.module} ${version}`,
    ...replaced,
    "",
  ].join("\n");
}

function linkerFlags(source: GoSource): string {
  const variables = Object.entries(source.variables ?? {});
  return ["-s -w", ...variables.map(([name, value]) => `-X ${name}=${value}`)].join(" ");
}
