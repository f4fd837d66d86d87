import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { basename, isAbsolute, join, resolve } from "node:path";
import { at, isMissing, isUnknown } from "../read";
import type { Resource } from "../rule";

/** Where a release's chart is. */
export type Chart =
  | { readonly kind: "here"; readonly path: string }
  /** In a repository: what `helm pull` takes, and the archive that it would write. */
  | { readonly kind: "elsewhere"; readonly pull: readonly string[]; readonly archive: string }
  | { readonly kind: "none"; readonly why: string };

/** Where Helm itself, and the provider, keep the archives that they have fetched. */
export function repositoryCache(env: NodeJS.ProcessEnv): string {
  const home = homedir();
  const caches: Readonly<Record<string, string>> = {
    darwin: join(home, "Library/Caches/helm"),
    win32: join(env["TEMP"] ?? home, "helm"),
  };
  const cache = env["HELM_CACHE_HOME"] ?? (env["XDG_CACHE_HOME"] ? join(env["XDG_CACHE_HOME"], "helm") : undefined);
  return (
    env["HELM_REPOSITORY_CACHE"] ?? join(cache ?? caches[process.platform] ?? join(home, ".cache/helm"), "repository")
  );
}

/**
 * Finds the chart of a `helm.v3.Release` on this machine.
 * @param folders where a relative path may start
 */
export function findChart({ props }: Resource, folders: readonly string[], env: NodeJS.ProcessEnv): Chart {
  const { chart, version } = props;
  const repo = at(props, "repositoryOpts.repo");
  if (typeof chart !== "string" || [chart, version, repo].some(isUnknown))
    return { kind: "none", why: "its chart is not known yet" };
  const remote = chart.startsWith("oci://") || !isMissing(repo);
  if (!remote) {
    const path = chart.replace(/^file:\/\//, "");
    const found = (isAbsolute(path) ? [path] : folders.map((folder) => resolve(folder, path))).find(existsSync);
    return found ? { kind: "here", path: found } : { kind: "none", why: `there is no chart at ${chart}` };
  }
  const number = isMissing(version) ? "" : String(version);
  const archive = join(repositoryCache(env), `${basename(chart)}-${number}.tgz`);
  if (number !== "" && existsSync(archive)) return { kind: "here", path: archive };
  const pull = [chart, ...(isMissing(repo) ? [] : ["--repo", String(repo)]), ...(number ? ["--version", number] : [])];
  return { kind: "elsewhere", pull, archive };
}
