import { isDict, isUnknown } from "./read";
import type { Patch, Props } from "./rule";

const isPatch = (value: Patch[string]): value is Patch => isDict(value);

/** The properties with a patch merged in; the given ones stay as they are. */
export function patched(props: Props, patch: Patch): Props {
  const result: Record<string, unknown> = { ...props };
  for (const [key, value] of Object.entries(patch)) {
    const before = result[key];
    if (isUnknown(before)) continue;
    result[key] = isPatch(value) ? patched(isDict(before) ? before : {}, value) : value;
  }
  return result;
}

/** The dotted paths that a patch sets. */
export const pathsOf = (patch: Patch, prefix = ""): readonly string[] =>
  Object.entries(patch).flatMap(([key, value]) =>
    isPatch(value) ? pathsOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
