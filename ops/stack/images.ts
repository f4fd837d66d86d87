import { UsageError } from "../../rehearsal/stack-files";
import type { WorkloadConfig } from "./stack-file";

/** An image by its parts: `<repository>[:<tag>][@<digest>]`. */
export interface ImageName {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** @throws UsageError where it is no image, or names no version */
export function parseImage(text: string): ImageName {
  const [, repository, tag, digest] =
    /^((?:[\w.-]+(?::\d+)?\/)?[a-z0-9._/-]+?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(text) ?? [];
  if (repository === undefined) {
    throw new UsageError(
      `"${text}" is no image: write it like ghcr.io/acme/api:1.2.3, with @sha256:… where you pin it.`,
    );
  }
  if (tag === undefined && digest === undefined) {
    throw new UsageError(`${text} names no version: add its tag (${text}:1.2.3) or its digest.`);
  }
  return { repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

export const imageText = ({ repository, tag, digest }: ImageName): string =>
  `${repository}${tag ? `:${tag}` : ""}${digest ? `@${digest}` : ""}`;

/** What tells versions of one image apart, short enough to read. */
export function versionText(image: string): string {
  const [name = "", digest = ""] = image.split("@");
  const tag = /:([^/:]+)$/.exec(name)?.[1] ?? "";
  const start = digest.replace(/^sha256:/, "").slice(0, 12);
  return [tag, start].filter(Boolean).join("@") || image;
}

/**
 * The workloads that an image is for: those that are named, or else all that run another version of it.
 * @throws UsageError where there are none, naming the images that there are
 */
export function workloadsFor(
  image: ImageName,
  workloads: Readonly<Record<string, WorkloadConfig>>,
  named: readonly string[] = [],
): readonly string[] {
  const withImages = Object.entries(workloads).filter(([, { image: own }]) => own !== undefined);
  for (const name of named) {
    if (withImages.some(([each]) => each === name)) continue;
    throw new UsageError(
      `There is no workload "${name}" with an image; there are ${withImages.map(([each]) => each).join(", ") || "none"}.`,
    );
  }
  if (named.length > 0) return named;
  const same = withImages.filter(([, { image: own = "" }]) => repositoryOf(own) === image.repository);
  if (same.length > 0) return same.map(([name]) => name);
  const known = withImages.map(([name, { image: own = "" }]) => `${name} (${repositoryOf(own)})`);
  throw new UsageError(
    `No workload runs ${image.repository}. There are ${known.join(", ") || "none"}; to change a workload's repository name it: --workload <name>.`,
  );
}

const repositoryOf = (image: string): string => image.replace(/@.*$/, "").replace(/:[^/:]+$/, "");
