/** Modules that are read in Go's own cache, never copied. */
import { tmpdir } from "node:os";
import { requireProgram, run } from "./run";

/** A module at a version, with what Go calls its `h1:` sum. */
export interface GoModule {
  readonly path: string;
  readonly version: string;
  readonly sum: string;
}

const downloads = new Map<string, Promise<string>>();

/** The folder of a module in Go's cache; it is fetched where it is not there. */
export function moduleFolder(module: GoModule): Promise<string> {
  const wanted = `${module.path}@${module.version}`;
  const known = downloads.get(wanted);
  if (known !== undefined) return known;
  const found = download(wanted, module.sum);
  downloads.set(wanted, found);
  return found;
}

async function download(wanted: string, sum: string): Promise<string> {
  await requireProgram(
    "go",
    ["version"],
    "Install Go 1.26 or newer: https://go.dev/dl (Debian: apt-get install golang).",
  );
  const answer = await run("go", ["mod", "download", "-json", wanted], {
    cwd: tmpdir(),
    // A module may ask for a newer Go than is installed, even to be read.
    env: { GOFLAGS: "-mod=mod", GOTOOLCHAIN: "auto" },
  });
  const { Dir, Sum } = JSON.parse(answer) as { Dir: string; Sum: string };
  if (Sum !== sum) throw new Error(`${wanted} has the sum ${Sum}, not ${sum}`);
  return Dir;
}
