import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import type { FieldMeta } from "./fields";

/** One thing that is wrong with a stack's config. */
export interface Problem {
  /** Where, as written in the stack file: `network.zones`. */
  readonly path: string;
  /** What was given, shortened; never a secret. */
  readonly given: string;
  /** What may be given. */
  readonly allowed: string;
  /** How to mend it. */
  readonly mend: string;
}

/** Every problem of a config at once. Its message is for a person; it needs no stack trace. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(
    readonly problems: readonly Problem[],
    where: string,
  ) {
    super(describe(problems, where));
  }
}

function describe(problems: readonly Problem[], where: string): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const blocks = problems.map(({ path, given, allowed, mend }) =>
    [`  slipway:${path}`, `    given    ${given}`, `    allowed  ${allowed}`, `    mend     ${mend}`].join("\n"),
  );
  return [`${where} has ${count}; nothing was registered.`, ...blocks].join("\n\n");
}

/** How a value is shown in a message: short, on one line, with control characters made visible. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** zod's issues in the words of a person who edits the stack file. */
export function problemsOf(
  schema: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
  secret: (path: readonly PropertyKey[]) => boolean,
): Problem[] {
  return issues.flatMap((issue) => problemOf(schema, value, issue, secret));
}

function problemOf(
  schema: z.ZodType,
  value: unknown,
  issue: z.core.$ZodIssue,
  secret: (path: readonly PropertyKey[]) => boolean,
): Problem[] {
  const node = schemaAt(schema, value, issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey([...issue.path, key], key, keysOf(node)));
  }
  if (issue.code === "invalid_key") return [badKey(issue, schemaAt(schema, value, issue.path.slice(0, -1)))];
  if (issue.code === "invalid_union" && !(node && metaOf(node)?.allowed))
    return [noBranch(issue.path, schemaAt(schema, value, issue.path.slice(0, -1)), value)];
  const meta = (node ? metaOf(node) : undefined) ?? {};
  const found = at(value, issue.path);
  const given = secret(issue.path) ? "(a secret, not shown)" : show(found);
  const allowed = meta.allowed ?? allowedBy(issue);
  const mend = found === undefined ? `add it: ${meta.description ?? allowed}` : mendOf(issue, meta, found);
  return [{ path: written(issue.path), given, allowed, mend }];
}

function keysOf(node: z.ZodType | undefined): string[] {
  if (node instanceof z.ZodObject) return Object.keys(node.shape);
  return node instanceof z.ZodRecord && node.keyType instanceof z.ZodEnum ? node.keyType.options.map(String) : [];
}

function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): Problem {
  const guess = nearest(key, known);
  return {
    path: written(path),
    given: `the key ${show(key)}`,
    allowed: known.length > 0 ? `one of ${[...known].sort().join(", ")}` : "no such key",
    mend: guess ? `did you mean "${guess}"?` : "remove it, or look it up in docs/reference/config.md",
  };
}

/** A name in a map that its own rule does not allow. */
function badKey(issue: z.core.$ZodIssueInvalidKey, map: z.ZodType | undefined): Problem {
  const meta = map instanceof z.ZodRecord ? metaOf(map.keyType as unknown as z.ZodType) : undefined;
  return {
    path: written(issue.path),
    given: `the name ${show(issue.path.at(-1))}`,
    allowed: meta?.allowed ?? "a valid name",
    mend: `rename it: ${meta?.mend ?? "see docs/reference/config.md"}`,
  };
}

/** `kind:` is missing, or no kind there is. */
function noBranch(path: readonly PropertyKey[], union: z.ZodType | undefined, value: unknown): Problem {
  const kinds = union instanceof z.ZodDiscriminatedUnion ? discriminators(union) : [];
  const found = at(value, path);
  const guess = typeof found === "string" ? nearest(found, kinds) : undefined;
  const allowed = `one of ${kinds.join(", ")}`;
  const elsewhere = (union?.meta() as FieldMeta | undefined)?.elsewhere?.[String(found)];
  if (elsewhere !== undefined) return { path: written(path), given: show(found), allowed, mend: `use ${elsewhere}` };
  return {
    path: written(path),
    given: show(found),
    allowed,
    mend: guess ? `did you mean "${guess}"?` : found === undefined ? `add kind: ${allowed}` : `choose ${allowed}`,
  };
}

function mendOf(issue: z.core.$ZodIssue, meta: FieldMeta, found: unknown): string {
  const options = issue.code === "invalid_value" ? issue.values.map(String) : [];
  const guess = typeof found === "string" ? nearest(found, options) : undefined;
  return guess ? `did you mean "${guess}"?` : (meta.mend ?? "write what is allowed");
}

function allowedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `${article(issue.expected)} ${typeName(issue.expected)}`;
  if (issue.code === "invalid_value") return `one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "too_small") return `at least ${issue.minimum} ${unitOf(issue.origin)}`.trim();
  if (issue.code === "too_big") return `at most ${issue.maximum} ${unitOf(issue.origin)}`.trim();
  return issue.message;
}

const typeName = (type: string): string =>
  ({ record: "map", object: "map", array: "list", string: "text" })[type] ?? type;
const article = (type: string): string => (/^[aeiou]/.test(typeName(type)) ? "an" : "a");
const unitOf = (origin: string): string => ({ string: "characters", array: "items" })[origin] ?? "";

/** The nearest of some words, where it is near enough to be a slip of the fingers. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const guess = closest(word.toLowerCase(), [...known]);
  return distance(word.toLowerCase(), guess.toLowerCase()) <= Math.max(2, Math.floor(guess.length / 3))
    ? guess
    : undefined;
}

/** A path as it is written in the stack file. */
export function written(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[part] : undefined,
    value,
  );
}

/** The schema that a path leads to, choosing a union's branch by the value that is there. */
function schemaAt(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): z.ZodType | undefined {
  const node = branch(unwrap(schema), value);
  const [head, ...rest] = path;
  if (head === undefined) return path.length === 0 && metaOf(schema)?.allowed ? schema : node;
  const next = childOf(node, head);
  return next ? schemaAt(next, at(value, [head]), rest) : undefined;
}

function childOf(node: z.ZodType | undefined, key: PropertyKey): z.ZodType | undefined {
  if (node instanceof z.ZodObject) return node.shape[String(key)] as z.ZodType | undefined;
  if (node instanceof z.ZodRecord) return node.valueType as z.ZodType;
  if (node instanceof z.ZodArray) return node.element as z.ZodType;
  return undefined;
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return unwrap(schema.unwrap() as z.ZodType);
  }
  return schema;
}

function branch(schema: z.ZodType, value: unknown): z.ZodType {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const key = schema.def.discriminator;
  const options = schema.options as z.ZodObject[];
  const found = at(value, [key]);
  return options.find((option) => literalsOf(option.shape[key] as z.ZodType).includes(String(found))) ?? schema;
}

function discriminators(union: z.ZodDiscriminatedUnion): string[] {
  return (union.options as z.ZodObject[]).flatMap((option) =>
    literalsOf(option.shape[union.def.discriminator] as z.ZodType),
  );
}

const literalsOf = (schema: z.ZodType): string[] =>
  schema instanceof z.ZodLiteral ? [...schema.values].map(String) : [];

function metaOf(schema: z.ZodType): FieldMeta | undefined {
  const meta = schema.meta() as FieldMeta | undefined;
  if (meta?.allowed) return meta;
  const inner = unwrap(schema);
  return inner === schema ? meta : { ...metaOf(inner), ...meta };
}
