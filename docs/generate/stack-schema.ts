import { z } from "zod";
import type { CloudName } from "../../components/clouds/registry";
import { cloudNames } from "../../stacks/config/clouds/registry";
import { withPreset } from "../../stacks/config/presets";
import { environments, stackSchemas } from "../../stacks/config/schema";

export type Json = { [key: string]: unknown };

/** The keys that every cloud has a schema of its own for. */
export const cloudSections = ["region", "account", "network", "cluster", "stores"] as const;

/**
 * The JSON Schema of a `Pulumi.<stack>.yaml` file, for editors. What a preset fills in is not required of the file, which
 * is the one way in which it differs from the schema that the program holds the merged config against.
 */
export function stackFileSchema(): Json {
  const stacks = cloudNames.map((cloud) => [cloud, relaxed(cloud)] as const);
  const [, first] = stacks[0]!;
  const common = Object.entries(propertiesOf(first)).filter(([key]) => !isSection(key));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Slipway stack",
    description: "Config of one stack. See docs/reference/config.md.",
    type: "object",
    required: ["config"],
    properties: {
      config: {
        type: "object",
        required: requiredOf(first).filter((key) => stacks.every(([, stack]) => requiredOf(stack).includes(key))),
        properties: {
          ...Object.fromEntries(common),
          "slipway:cloud": { type: "string", enum: cloudNames, description: "Cloud." },
        },
        // The rest is as the stack's cloud has it.
        allOf: stacks.map(([cloud, stack]) => ({
          if: { required: ["slipway:cloud"], properties: { "slipway:cloud": { const: cloud } } },
          // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
          then: { required: requiredOf(stack), properties: sectionsOf(stack) },
        })),
      },
      encryptionsalt: { type: "string" },
      encryptedkey: { type: "string" },
      secretsprovider: { type: "string" },
    },
    // What refers to itself, such as any JSON, is named here.
    ...(first.$defs ? { $defs: first.$defs } : {}),
  };
}

/** The schema of a stack file's config on one cloud. */
function relaxed(cloud: CloudName): Json {
  const json = z.toJSONSchema(stackSchemas[cloud], { io: "input", unrepresentable: "any" }) as Json;
  return relax(json, presetOf(cloud));
}

const isSection = (key: string): boolean => cloudSections.some((section) => key === `slipway:${section}`);
const requiredOf = (stack: Json): string[] => ((stack.required ?? []) as string[]).map((key) => `slipway:${key}`);
const propertiesOf = (stack: Json): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(stack.properties as Record<string, Json>).map(([key, value]) => [`slipway:${key}`, value]),
  );
const sectionsOf = (stack: Json): Record<string, Json> =>
  Object.fromEntries(Object.entries(propertiesOf(stack)).filter(([key]) => isSection(key)));

/** A merged config with one entry of every kind, to see which keys presets fill in. */
function presetOf(cloud: CloudName): Json {
  const kinds = { stores: ["postgres", "redis", "mongodb", "bucket"], workloads: ["web", "worker", "cron"] };
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
