import { isRecord, type Json, type Properties, UNKNOWN } from "../clouds/model";

/** Marks on Pulumi's wire; the values are the SDK's own (runtime/rpc.ts). */
const signature = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";
const resourceMark = "5cf8f73096256a8f31e491e813e4eb8e";

/** What stands in reports in place of a secret. */
export const MASK = "[secret]";

/** Properties with their marks taken off, and where the secrets were. */
export interface Unwrapped {
  readonly values: Properties;
  /** Paths of secrets, such as `password` or `values.env.TOKEN`. */
  readonly secrets: readonly string[];
}

/** Takes the marks off a wire object. The result shares nothing with what was given. */
export function unwrap(wire: Record<string, unknown>): Unwrapped {
  const secrets: string[] = [];
  const visit = (value: unknown, path: string): Json => {
    if (value === null || value === undefined) return null;
    if (typeof value !== "object") return value as Json;
    if (Array.isArray(value)) return value.map((item, index) => visit(item, `${path}[${index}]`));
    const record = value as Record<string, unknown>;
    const mark = record[signature];
    if (mark === secretMark) {
      secrets.push(path);
      return visit(record["value"], path);
    }
    if (mark === resourceMark) return visit(record["id"] || record["urn"], path);
    const result: Properties = {};
    for (const key of Object.keys(record)) {
      if (key !== signature) result[key] = visit(record[key], path ? `${path}.${key}` : key);
    }
    return result;
  };
  const values = visit(wire, "");
  return { values: isRecord(values) ? values : {}, secrets };
}

/** Puts the secret mark on the outputs (top level) that are secret. */
export function wrap(outputs: Properties, secrets: Iterable<string>): Properties {
  const result: Properties = { ...outputs };
  for (const key of secrets) {
    const value = result[key];
    if (value !== undefined) result[key] = { [signature]: secretMark, value };
  }
  return result;
}

/** First step of a path: `values.env[0]` → `values`. */
export function topLevel(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

/**
 * A copy with every secret replaced by `MASK`, and the unknown by `[unknown]`.
 * @param scrub what becomes of every other text
 */
export function masked(
  values: Properties,
  secrets: readonly string[],
  scrub: (text: string) => string = (text) => text,
): Properties {
  const hidden = new Set(secrets);
  const visit = (value: Json, path: string): Json => {
    if (hidden.has(path)) return MASK;
    if (typeof value === "string") return value === UNKNOWN ? "[unknown]" : scrub(value);
    if (Array.isArray(value)) return value.map((item, index) => visit(item, below(path, `[${index}]`)));
    if (!isRecord(value)) return value;
    const result: Properties = {};
    for (const key of Object.keys(value)) result[key] = visit(value[key]!, below(path, path ? `.${key}` : key));
    return result;
  };
  // Where nothing is hidden nobody asks for paths.
  const below = (path: string, step: string): string => (hidden.size === 0 ? path : path + step);
  const result = visit(values, "");
  return isRecord(result) ? result : {};
}
