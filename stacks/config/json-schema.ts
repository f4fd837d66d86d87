/** A JSON Schema (draft 7), as far as a chart's `values.schema.json` uses it. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** One place that is not as the schema says. */
export interface SchemaProblem {
  /** Keys and indices from the root. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Node = { readonly [keyword: string]: unknown };
type Path = readonly (string | number)[];

const isObject = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;

/**
 * Holds a value against a schema, with every problem at once. Helm does the same later with a whole validator; this one
 * knows the keywords that Slipway's own charts use, so that planning loads no further package.
 * @throws Error for a keyword that it does not know: a schema must never be held to less than it says.
 */
export function schemaProblems(root: Node, value: unknown): SchemaProblem[] {
  return check(root, value, [], root);
}

function check(schema: JsonSchema, value: unknown, path: Path, root: Node): SchemaProblem[] {
  if (schema === true) return [];
  if (schema === false) return [{ path, message: "is not used here" }];
  return Object.entries(schema).flatMap(([keyword, wanted]) => {
    const rule = keywords[keyword];
    if (rule === undefined) throw new Error(`JSON Schema keyword ${keyword} is not known`);
    return rule({ wanted, value, path, root, schema });
  });
}

interface Given {
  readonly wanted: unknown;
  readonly value: unknown;
  readonly path: Path;
  readonly root: Node;
  /** The schema that the keyword stands in. */
  readonly schema: Node;
}
type Rule = (given: Given) => SchemaProblem[];

const fits = (schema: unknown, { value, path, root }: Given): boolean =>
  check(schema as JsonSchema, value, path, root).length === 0;
const all = (schemas: unknown, { value, path, root }: Given): SchemaProblem[] =>
  (schemas as JsonSchema[]).flatMap((each) => check(each, value, path, root));

/** A rule that says one sentence where a value of its kind is not good. */
const unless =
  (good: (given: Given) => boolean, message: (wanted: unknown) => string): Rule =>
  (given) =>
    good(given) ? [] : [{ path: given.path, message: message(given.wanted) }];
const ofText = (good: (text: string, wanted: unknown) => boolean) => (given: Given) =>
  typeof given.value !== "string" || good(given.value, given.wanted);
const ofNumber = (good: (number: number, wanted: number) => boolean) => (given: Given) =>
  typeof given.value !== "number" || good(given.value, given.wanted as number);
const ofList = (good: (list: readonly unknown[], wanted: unknown) => boolean) => (given: Given) =>
  !Array.isArray(given.value) || good(given.value, given.wanted);

const none: Rule = () => [];
const keywords: Readonly<Record<string, Rule>> = {
  // What says nothing by itself: `then` and `else` belong to `if`.
  ...Object.fromEntries(
    ["$schema", "$id", "title", "description", "definitions", "default", "then", "else"].map((key) => [key, none]),
  ),
  $ref: ({ wanted, value, path, root }) => check(resolve(root, String(wanted)), value, path, root),
  type: unless(
    ({ wanted, value }) => {
      const types = ([] as unknown[]).concat(wanted);
      return types.includes(typeOf(value)) || (types.includes("number") && typeof value === "number");
    },
    (wanted) => `is no ${([] as unknown[]).concat(wanted).join(" or ")}`,
  ),
  enum: unless(
    ({ wanted, value }) => (wanted as unknown[]).includes(value),
    (wanted) => `is none of ${(wanted as unknown[]).join(", ")}`,
  ),
  const: unless(
    ({ wanted, value }) => wanted === value,
    (wanted) => `is not ${String(wanted)}`,
  ),
  pattern: unless(
    ofText((text, wanted) => new RegExp(String(wanted)).test(text)),
    (wanted) => `does not match ${String(wanted)}`,
  ),
  minLength: unless(
    ofText((text, wanted) => text.length >= Number(wanted)),
    (wanted) => `is shorter than ${String(wanted)} characters`,
  ),
  maxLength: unless(
    ofText((text, wanted) => text.length <= Number(wanted)),
    (wanted) => `is longer than ${String(wanted)} characters`,
  ),
  minimum: unless(
    ofNumber((number, wanted) => number >= wanted),
    (wanted) => `is below ${String(wanted)}`,
  ),
  maximum: unless(
    ofNumber((number, wanted) => number <= wanted),
    (wanted) => `is above ${String(wanted)}`,
  ),
  minItems: unless(
    ofList((list, wanted) => list.length >= Number(wanted)),
    (wanted) => `has fewer than ${String(wanted)} items`,
  ),
  maxItems: unless(
    ofList((list, wanted) => list.length <= Number(wanted)),
    (wanted) => `has more than ${String(wanted)} items`,
  ),
  uniqueItems: unless(
    ofList((list, wanted) => !wanted || new Set(list.map((item) => JSON.stringify(item))).size === list.length),
    () => "has the same item twice",
  ),
  minProperties: unless(
    ({ wanted, value }) => !isObject(value) || Object.keys(value).length >= Number(wanted),
    (wanted) => `has fewer than ${String(wanted)} keys`,
  ),
  required: ({ wanted, value, path }) =>
    isObject(value)
      ? (wanted as string[])
          .filter((key) => value[key] === undefined)
          .map((key) => ({ path: [...path, key], message: "is missing" }))
      : [],
  dependencies: ({ wanted, value, path, root }) =>
    isObject(value)
      ? Object.entries(wanted as Record<string, JsonSchema | string[]>).flatMap(([key, needs]) =>
          value[key] === undefined ? [] : check(Array.isArray(needs) ? { required: needs } : needs, value, path, root),
        )
      : [],
  properties: ({ wanted, value, path, root }) =>
    isObject(value)
      ? Object.entries(wanted as Record<string, JsonSchema>).flatMap(([key, schema]) =>
          value[key] === undefined ? [] : check(schema, value[key], [...path, key], root),
        )
      : [],
  additionalProperties: ({ wanted, value, path, root, schema }) =>
    isObject(value)
      ? Object.keys(value)
          .filter((key) => value[key] !== undefined && !(key in ((schema["properties"] ?? {}) as object)))
          .flatMap((key) =>
            wanted === false
              ? [{ path: [...path, key], message: "is no key of the chart" }]
              : check(wanted as JsonSchema, value[key], [...path, key], root),
          )
      : [],
  propertyNames: ({ wanted, value, path, root }) =>
    isObject(value) ? Object.keys(value).flatMap((key) => check(wanted as JsonSchema, key, [...path, key], root)) : [],
  items: ({ wanted, value, path, root }) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => check(wanted as JsonSchema, item, [...path, index], root))
      : [],
  allOf: (given) => all(given.wanted, given),
  anyOf: unless(
    (given) => (given.wanted as unknown[]).some((each) => fits(each, given)),
    () => "is none of the forms that it may have",
  ),
  oneOf: unless(
    (given) => (given.wanted as unknown[]).filter((each) => fits(each, given)).length === 1,
    () => "is none, or several, of the forms that it may have",
  ),
  not: unless(
    (given) => !fits(given.wanted, given),
    () => "may not be so",
  ),
  if: (given) => {
    const branch = given.schema[fits(given.wanted, given) ? "then" : "else"];
    return branch === undefined ? [] : check(branch as JsonSchema, given.value, given.path, given.root);
  },
};

/** `#/definitions/port` */
function resolve(root: Node, reference: string): JsonSchema {
  const found = reference
    .replace(/^#\//, "")
    .split("/")
    .reduce<unknown>((node, key) => (node as Node)[key], root);
  return found as JsonSchema;
}
