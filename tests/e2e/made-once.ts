/** What several test files of a run use and none of them changes is made once: packed charts, bundled hosts. */
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { locked, lockedAsync } from "./providers/files";

const VARIABLE = "SLIPWAY_E2E_MADE";

/** Makes the folder of a run, which its processes share. @returns what removes it */
export function startRun(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "slipway-made-"));
  process.env[VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Outside of Jest a process is a run of its own. */
function runFolder(): string {
  if (process.env[VARIABLE] === undefined) process.once("exit", startRun());
  return process.env[VARIABLE]!;
}

/**
 * The file of this name, which the first who asks makes.
 *
 * @param make is given the path to write to
 */
export function fileMadeOnce(name: string, make: (path: string) => void): string {
  const made = join(runFolder(), name);
  locked(made, () => {
    if (existsSync(made)) return;
    make(`${made}.draft`);
    renameSync(`${made}.draft`, made);
  });
  return made;
}

/**
 * The folder of this name, which the first who asks makes, while the others wait.
 *
 * @param make is given the path to fill
 * @throws what `make` throws; the next who asks tries again
 */
export async function folderMadeOnce(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const made = join(runFolder(), name);
  await lockedAsync(made, async () => {
    if (existsSync(made)) return;
    const draft = `${made}.draft`;
    rmSync(draft, { recursive: true, force: true });
    await make(draft);
    renameSync(draft, made);
  });
  return made;
}
