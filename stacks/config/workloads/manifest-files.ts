import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Problem } from "../errors";
import { isTree } from "../presets";

type Raw = Readonly<Record<string, unknown>>;

/** A raw config with the files of its manifests read, and what was wrong with them. */
export interface WithFiles {
  readonly raw: Raw;
  readonly problems: readonly Problem[];
}

/**
 * Puts the documents of `file` into `manifests` of each workload of kind manifests: after this, config is plain data.
 * @param folder where relative paths begin
 */
export function withManifestFiles(raw: Raw, folder: string): WithFiles {
  const { workloads } = raw;
  if (!isTree(workloads)) return { raw, problems: [] };
  const problems: Problem[] = [];
  const read = Object.entries(workloads).flatMap(([name, workload]): [string, unknown][] => {
    if (!isTree(workload) || workload.kind !== "manifests" || typeof workload.file !== "string") {
      return [[name, workload]];
    }
    const result = documentsOf(`workloads.${name}.file`, workload.file, folder, workload.manifests !== undefined);
    if ("path" in result) problems.push(result);
    return "path" in result ? [] : [[name, { ...workload, manifests: result.documents }]];
  });
  return { raw: { ...raw, workloads: Object.fromEntries(read) }, problems };
}

function documentsOf(
  path: string,
  file: string,
  folder: string,
  inlineToo: boolean,
): Problem | { readonly documents: readonly unknown[] } {
  if (inlineToo) {
    return {
      ...{ path, given: "both manifests and a file", allowed: "one of them" },
      mend: "move the objects into the file, or into another workload of kind manifests",
    };
  }
  const full = resolve(folder, file);
  try {
    // Loaded here alone: few stacks have such files.
    const { parseAllDocuments } = require("yaml") as typeof import("yaml");
    const documents = [...parseAllDocuments(readFileSync(full, "utf8"))];
    const wrong = documents.flatMap(({ errors }) => errors)[0];
    if (wrong) throw wrong;
    // Only comments, as files that tools write have between documents.
    return { documents: documents.map((document) => document.toJS() as unknown).filter((object) => object !== null) };
  } catch (error) {
    return {
      path,
      given: `${file}: ${(error as Error).message.split("\n")[0]}`,
      allowed: "a file of YAML that can be read, its path beginning at the folder of Pulumi.yaml",
      mend: `mend ${full}, or its path`,
    };
  }
}
