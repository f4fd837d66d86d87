import { createHash } from "node:crypto";

/**
 * A physical name of at most `max` characters: the parts joined by `-`; when that is too long, cut and closed with six
 * characters of its hash, so that two long names never become one.
 */
export function physicalName(parts: readonly string[], max: number): string {
  const full = parts.join("-");
  if (full.length <= max) return full;
  const hash = createHash("sha256").update(full).digest("hex").slice(0, 6);
  return `${full.slice(0, max - 7).replace(/-+$/, "")}-${hash}`;
}
