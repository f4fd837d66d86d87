import type { Json } from "../clouds/model";
import type { ResourceRecord } from "./record";

/** Parts of a login that are names, which stand in plain elsewhere: in config, or in the objects that are called alike. */
const names = new Set(["username", "host", "port", "dbname", "engine"]);

/** Every secret text of a run that is long enough to be told from an ordinary word. */
export function secretTexts(resources: readonly ResourceRecord[], given: readonly string[] = []): Set<string> {
  const found = new Set<string>(given);
  const collect = (value: Json | undefined): void => {
    if (typeof value === "string" && value.length >= 8 && value.length <= 4096) found.add(value);
    else if (typeof value === "object" && value !== null) {
      for (const [key, part] of Object.entries(value)) if (!names.has(key)) collect(part);
    }
  };
  for (const record of resources) {
    if (!record.custom) continue;
    for (const path of record.secrets) collect(at(record.inputs, path));
    for (const key of record.secretOutputs) if (isGenerated(record)) collect(record.outputs[key]);
  }
  return found;
}

/** Matches whatever holds one of the texts; the longest first, since one may be part of another. */
export function anyOf(texts: ReadonlySet<string>, flags = ""): RegExp {
  if (texts.size === 0) return /(?!)/;
  const escaped = [...texts].sort((a, b) => b.length - a.length).map((s) => s.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(escaped.join("|"), flags);
}

/** Only what is secret by its nature: a whole chart's values are marked secret for one field in them. */
function isGenerated(record: ResourceRecord): boolean {
  return record.type.startsWith("random:");
}

function at(values: Json | undefined, path: string): Json | undefined {
  let value = values;
  for (const part of path.replaceAll("[", ".").replaceAll("]", "").split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(part)] : value[part];
  }
  return value;
}
