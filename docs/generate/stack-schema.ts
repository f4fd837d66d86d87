import { z } from "zod";
import { withPreset } from "../../stacks/config/presets";
import { environments, stackSchemas } from "../../stacks/config/schema";

export type Json = { [key: string]: unknown };

/**
 * The JSON Schema of a `Pulumi.<stack>.yaml` file, for editors. What a preset fills in is not required of the file, which
 * is the one way in which it differs from the schema that the program holds the merged config against.
 */
export function stackFileSchema(): Json {
  const stacks = Object.entries(stackSchemas).map(([cloud, schema]) => {
    const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json;
    return relax(json, presetOf(cloud as keyof typeof stackSchemas));
  });
  const [first] = stacks as [Json];
  const properties = first.properties as Record<string, Json>;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Slipway stack",
    description: "Config of one stack. See docs/reference/config.md.",
    type: "object",
    required: ["config"],
    properties: {
      config: {
        type: "object",
        required: (first.required as string[]).map((key) => `slipway:${key}`),
        properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [`slipway:${key}`, value])),
      },
      encryptionsalt: { type: "string" },
      encryptedkey: { type: "string" },
      secretsprovider: { type: "string" },
    },
    // What refers to itself, such as any JSON, is named here.
    ...(first.$defs ? { $defs: first.$defs } : {}),
  };
}

/** A merged config with one entry of every kind, to see which keys presets fill in. */
function presetOf(cloud: keyof typeof stackSchemas): Json {
  const kinds = { stores: ["postgres", "redis", "bucket"], workloads: ["web", "worker", "cron"] };
  const raw = Object.fromEntries(
    Object.entries(kinds).map(([section, names]) => [
      section,
      Object.fromEntries(names.map((kind) => [kind, { kind }])),
    ]),
  );
  return withPreset(raw, cloud, environments[0]) as Json;
}

/** Takes the keys that a preset fills in off every `required` list. */
function relax(node: Json, preset: unknown): Json {
  const given = isJson(preset) ? preset : {};
  const result: Json = { ...node };
  if (Array.isArray(node.required)) {
    result.required = (node.required as string[]).filter((key) => key === "kind" || !(key in given));
    if ((result.required as string[]).length === 0) delete result.required;
  }
  if (isJson(node.properties)) {
    result.properties = Object.fromEntries(
      Object.entries(node.properties).map(([key, value]) => [key, relax(value as Json, given[key])]),
    );
  }
  if (isJson(node.additionalProperties)) result.additionalProperties = relaxEntry(node.additionalProperties, given);
  return result;
}

/** An entry of a map: each kind has its own preset. */
function relaxEntry(entry: Json, presets: Json): Json {
  const branches = (entry.oneOf ?? entry.anyOf) as Json[] | undefined;
  if (!branches) return entry;
  const relaxed = branches.map((branch) => relax(branch, presets[kindOf(branch)]));
  return { ...entry, ...(entry.oneOf ? { oneOf: relaxed } : { anyOf: relaxed }) };
}

export function kindOf(branch: Json): string {
  const kind = (branch.properties as Record<string, Json> | undefined)?.kind;
  return String(kind?.const ?? "");
}

export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
