/** A Pulumi installation for the tests: the real CLI and plugins, our language host, a backend in a folder. */
import { spawn } from "node:child_process";
import { chmodSync, copyFileSync, linkSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { version as npmCliVersion } from "pulumi/package.json";
import { KUBERNETES_SDK_VERSION, toolPath } from "../tools/tools";
import { bundle } from "./bundle";

/** Choices for {@link makePulumiHome}. */
export interface PulumiHomeOptions {
  /** The folder to make; it may exist already. */
  readonly folder: string;
  /** Passphrase of the stacks' secrets. @default "slipway-e2e" */
  readonly passphrase?: string;
}

/** What a process needs to run `pulumi` or `npx pulumi` offline. */
export interface PulumiHome {
  /** The folder of stacks and their state, behind a `file://` address. */
  readonly state: string;
  /** Variables to add to the environment; PATH is whole, with the CLI first. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Makes the installation.
 *
 * @throws Error naming the command that installs a missing tool.
 */
export function makePulumiHome(options: PulumiHomeOptions): PulumiHome {
  const { folder } = options;
  const state = join(folder, "state");
  // Where `npx pulumi` looks for the CLI before it would download it.
  const bin = join(folder, "versions", npmCliVersion, "bin");
  mkdirSync(state, { recursive: true });
  mkdirSync(bin, { recursive: true });
  // The CLI looks for its hosts beside its own file, past symbolic links: so it must really be here.
  hardLink(toolPath("pulumi"), join(bin, "pulumi"));
  writeLanguageHost(join(bin, "pulumi-language-nodejs"));
  installPlugin(folder, "kubernetes", KUBERNETES_SDK_VERSION, toolPath("pulumi-resource-kubernetes"));
  return {
    state,
    env: {
      // Helm is there for the policy pack, which renders releases; what it fetches stays in this folder.
      PATH: [bin, dirname(toolPath("helm")), process.env.PATH].join(delimiter),
      HELM_REPOSITORY_CACHE: join(folder, "helm"),
      PULUMI_HOME: folder,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: options.passphrase ?? "slipway-e2e",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  };
}

/** How a `pulumi` command ended. */
export interface PulumiResult {
  readonly code: number;
  /** stdout and stderr as the user sees them, together, without colours. */
  readonly output: string;
  readonly stdout: string;
}

/**
 * Runs `pulumi` (or another command, as `npx pulumi`) in a project's folder. A failing command is a result, not an error.
 */
export function runPulumi(
  home: PulumiHome,
  folder: string,
  args: readonly string[],
  command: readonly string[] = ["pulumi"],
): Promise<PulumiResult> {
  const [program, ...before] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program!, [...before, ...args, "--non-interactive", "--color=never"], {
      cwd: folder,
      env: { ...process.env, ...home.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let stdout = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, output, stdout }));
  });
}

/** Puts a resource plugin where the engine looks for it, as `pulumi plugin install` would. */
export function installPlugin(home: string, name: string, version: string, executable: string): void {
  const folder = join(home, "plugins", `resource-${name}-v${version}`);
  mkdirSync(folder, { recursive: true });
  link(executable, join(folder, `pulumi-resource-${name}`));
}

/** The CLI starts hosts by name, so this one is a script; `exec` keeps one process, which the CLI can stop. */
function writeLanguageHost(file: string): void {
  const host = bundle(join(__dirname, "host.ts"), "language-host");
  writeFileSync(file, `#!/bin/sh\nexec node '${host}' "$@"\n`);
  chmodSync(file, 0o755);
}

function link(target: string, path: string): void {
  rmSync(path, { force: true });
  symlinkSync(target, path);
}

function hardLink(target: string, path: string): void {
  rmSync(path, { force: true });
  try {
    linkSync(target, path);
  } catch {
    // Another file system.
    copyFileSync(target, path);
  }
}
