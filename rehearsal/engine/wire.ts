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

/** Takes the marks off a wire object. What holds none is not copied: nobody may change what was given, or the result. */
export function unwrap(wire: Record<string, unknown>): Unwrapped {
  const secrets: string[] = [];
  const visit = (value: unknown): Json => {
    if (value === null || typeof value !== "object") return (value ?? null) as Json;
    const mark = (value as Record<string, unknown>)[signature];
    if (mark !== undefined) return behind(mark, value as Record<string, unknown>);
    return withChildren(value as Json[] | Properties, (child, step) => {
      const before = secrets.length;
      const inner = visit(child);
      // Few values hold a secret: the paths of those that do are put together on the way back.
      for (let at = before; at < secrets.length; at++) secrets[at] = stepText(step) + secrets[at];
      return inner;
    });
  };
  const behind = (mark: unknown, { [signature]: _, ...marked }: Record<string, unknown>): Json => {
    if (mark === secretMark) {
      secrets.push("");
      return visit(marked["value"]);
    }
    return visit(mark === resourceMark ? marked["id"] || marked["urn"] : marked);
  };
  const values = visit(wire);
  return { values: isRecord(values) ? values : {}, secrets: secrets.map((path) => path.replace(/^\./, "")) };
}

/** The value with each of its children as `of` gives it; itself, and no copy, where each is what it was. */
function withChildren(value: Json[] | Properties, of: (child: Json, step: string | number) => Json): Json {
  if (Array.isArray(value)) {
    let copy: Json[] | undefined;
    for (let at = 0; at < value.length; at++) {
      const child = of(value[at]!, at);
      if (child === value[at]) continue;
      copy ??= [...value];
      copy[at] = child;
    }
    return copy ?? value;
  }
  let copy: Properties | undefined;
  for (const key of Object.keys(value)) {
    const child = of(value[key]!, key);
    if (child === value[key]) continue;
    copy ??= { ...value };
    copy[key] = child;
  }
  return copy ?? value;
}

/** As it stands in a path: `.env`, or `[0]` of a list. */
const stepText = (step: string | number): string => (typeof step === "number" ? `[${step}]` : `.${step}`);

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
 * The same with every secret replaced by `MASK`, and the unknown by `[unknown]`; what has neither is not copied.
 * @param scrub what becomes of every other text
 */
export function masked(
  values: Properties,
  secrets: readonly string[],
  scrub: (text: string) => string = (text) => text,
): Properties {
  const hidden = new Set(secrets.map((path) => `.${path}`));
  const visit = (value: Json, path: string): Json => {
    if (hidden.has(path)) return MASK;
    if (typeof value === "string") return value === UNKNOWN ? "[unknown]" : scrub(value);
    if (typeof value !== "object" || value === null) return value;
    // Where nothing is hidden nobody asks for paths.
    return withChildren(value, (child, step) => visit(child, hidden.size === 0 ? path : path + stepText(step)));
  };
  const result = visit(values, "");
  return isRecord(result) ? result : {};
}
