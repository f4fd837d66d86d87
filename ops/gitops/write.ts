import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { stringify } from "yaml";
import { UsageError } from "../../rehearsal/stack-files";
import { gitopsDefaults } from "../../stacks/config/gitops-defaults";
import type { CommandSpec, Flags } from "../command";
import { applicationSet, type Release, releaseFile } from "./application-set";

interface WriteFlags extends Flags {
  readonly check?: boolean;
}

export const write: CommandSpec<WriteFlags> = {
  usage: "write [folder]",
  description:
    "Writes an Argo CD ApplicationSet and the values of each workload of a stack that leaves its releases to Argo CD: the very values that pulumi up would release. Below the folder, by default that of Pulumi.yaml, at the path that slipway:gitops names. Commit them, and apply the ApplicationSet once.",
  effect: "reads",
  options: (command) => command.option("--check", "write nothing, and end with 2 where the files differ"),
  examples: ["gitops write --stack prod", "gitops write ../deployments --stack prod --check"],
  run: async ({ config, flags, engine }, [to = flags.cwd]) => {
    const { gitops } = config;
    if (!gitops)
      throw new UsageError(
        `${config.name} releases its workloads by pulumi up. To leave them to Argo CD say slipway:gitops: { repository: … } in ${config.file}.`,
      );
    const { releases } = (await (await engine()).outputs()) as { releases?: Readonly<Record<string, Release>> };
    if (!releases)
      throw new UsageError(`${config.name} gives no releases yet: run pulumi up --stack ${config.stack} first.`);
    const root = resolve(to);
    const folder = `${gitops.path ?? gitopsDefaults.path}/${config.stack}`;
    const files = filesOf(config.name, folder, gitops, Object.values(releases));
    const old = goneFrom(root, folder, files);
    const changed = [...files].filter(([path, text]) => textOf(join(root, path)) !== text).map(([path]) => path);
    if (!flags.check) {
      for (const [path, text] of files) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      for (const path of old) rmSync(join(root, path), { recursive: true });
    }
    const differs = changed.length + old.length;
    return {
      succeeded: !flags.check || differs === 0,
      summary: flags.check
        ? `${differs === 0 ? "all" : `${differs} of the`} files of ${config.name} in ${folder} ${differs === 0 ? "are current" : "differ: write them anew"}`
        : `${config.name}: ${changed.length} files written and ${old.length} releases taken out below ${join(root, folder)}`,
      ...{ folder, files: [...files.keys()], changed, removed: old },
    };
  },
};

/** Path in the repository → text. */
export function filesOf(
  name: string,
  folder: string,
  gitops: Parameters<typeof applicationSet>[2],
  releases: readonly Release[],
): ReadonlyMap<string, string> {
  const head = "# Written by `npm run ops -- gitops write`.\n";
  // Helm reads YAML as 1.1 has it: `on` is a truth there, and a bare moment is a date.
  const yaml = (value: object): string =>
    head + stringify(value, { lineWidth: 0, sortMapEntries: true, schema: "yaml-1.1" });
  return new Map([
    [`${folder}/applicationset.yaml`, yaml(applicationSet(name, folder, gitops, releases))],
    ...releases.flatMap((release) => [
      [`${folder}/${release.name}/release.yaml`, yaml(releaseFile(release))] as const,
      [`${folder}/${release.name}/values.yaml`, yaml(release.values)] as const,
    ]),
  ]);
}

/** Folders of releases that there are no more: each holds what was written here. */
function goneFrom(root: string, folder: string, files: ReadonlyMap<string, string>): readonly string[] {
  const own = join(root, folder);
  if (!existsSync(own)) return [];
  return readdirSync(own)
    .filter((name) => existsSync(join(own, name, "release.yaml")) && !files.has(`${folder}/${name}/release.yaml`))
    .map((name) => `${folder}/${name}`);
}

const textOf = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, "utf8") : undefined);
