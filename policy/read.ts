/**
 * Reading properties that may be unknown. The marker is the string by which Pulumi itself sends an unknown value over
 * the wire, so that what the engine, a simulated cloud and a JSON file hold can be judged without a conversion.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The wire's markers by kind (computed values of the SDK's `runtime/rpc.ts` and the policy SDK's `proxy.ts`). */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN, // string, and whatever has no kind of its own
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** Looked up only where it has a marker's length: rules ask this of every value, many times over. */
export const isUnknown = (value: unknown): boolean =>
  typeof value === "string" && value.length === UNKNOWN.length && UNKNOWNS.has(value);

export type Dict = Readonly<Record<string, unknown>>;

export const isDict = (value: unknown): value is Dict =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The value at a dotted path. Unknown when any step on the way is; undefined when any is missing. Where a step is a
 * list of one (a Terraform block), its only item is meant.
 */
export function at(root: unknown, path: string): unknown {
  let value = root;
  for (const key of stepsOf(path)) {
    if (isUnknown(value)) return UNKNOWN;
    const here = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (isUnknown(here)) return UNKNOWN;
    if (!isDict(here)) return undefined;
    value = here[key];
  }
  return isUnknown(value) ? UNKNOWN : value;
}

const steps = new Map<string, readonly string[]>();

/** Rules name a few hundred paths, and ask for each in thousands of resources. */
function stepsOf(path: string): readonly string[] {
  const known = steps.get(path);
  if (known) return known;
  const found = path.split(".");
  steps.set(path, found);
  return found;
}

/** The known items at a path: none when it is missing, unknown or no list. */
export function itemsAt(root: unknown, path: string): readonly unknown[] {
  const value = at(root, path);
  return Array.isArray(value) ? value.filter((item) => !isUnknown(item)) : [];
}

/** The known objects in a list at a path. */
export const dictsAt = (root: unknown, path: string): readonly Dict[] => itemsAt(root, path).filter(isDict);

/** The known strings at a path, which may hold one string or a list of them. */
export function stringsAt(root: unknown, path: string): readonly string[] {
  const value = at(root, path);
  if (typeof value === "string" && !isUnknown(value)) return [value];
  return itemsAt(root, path).filter((item): item is string => typeof item === "string");
}

/** True when the list at a path, or any item of it, is unknown. */
export function partlyUnknown(root: unknown, path: string): boolean {
  const value = at(root, path);
  return isUnknown(value) || (Array.isArray(value) && value.some(isUnknown));
}

/** Whether a value is known to be none of the accepted ones. Missing counts as not accepted. */
export const isNot = (value: unknown, ...accepted: readonly unknown[]): boolean =>
  !isUnknown(value) && !accepted.includes(value);

/** True when nothing is there: missing, null, an empty string or an empty list. Unknown is something. */
export const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** Provider blocks hold booleans as true or "true". */
export const isTrue = (value: unknown): boolean => value === true || value === "true";

/** A value as it is named in a finding. */
export const shown = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
