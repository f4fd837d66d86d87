import { isRecord, type Json, type Properties } from "../clouds/model";
import type { ResourceRecord } from "../engine/record";
import { type SecretSearch, searchFor } from "../engine/secret-texts";
import type { Concern, Proof } from "./proof";

/** Follows every secret of the run into every value that is shown, stored in plain, or handed to Helm. */
export const secretCanary: Proof = {
  name: "secret-canary",
  question: "Does a secret stand anywhere in plain?",
  look: (graph) => {
    const search = searchFor(graph.run.resources);
    const concerns: Concern[] = [];
    for (const record of graph.all) {
      if (record.type.startsWith("random:")) continue;
      for (const path of leaks(record, search)) concerns.push(leak(record.name, path));
    }
    const plain = Object.entries(graph.run.outputs).filter(([key]) => !graph.run.secretOutputs.includes(key));
    for (const [key, value] of plain) for (const _ of holding(value, key, search)) concerns.push(leak("outputs", key));
    return {
      seen: [`${search.size} secrets, in ${graph.all.length} resources and ${plain.length} plain outputs`],
      concerns,
    };
  },
};

/** Paths of a record at which a secret stands unmarked; Helm's values are read whole: releases keep them in plain. */
function leaks(record: ResourceRecord, search: SecretSearch): string[] {
  const helm = record.type === "kubernetes:helm.sh/v3:Release";
  return Object.entries(record.inputs).flatMap(([key, value]) =>
    holding(value, key, search).filter((path) => (helm && key === "values") || !marked(path, record.secrets)),
  );
}

function marked(path: string, secret: readonly string[]): boolean {
  return secret.some((each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`));
}

function holding(value: Json, path: string, search: SecretSearch): string[] {
  // Next to nothing does, and nobody then asks for paths.
  if (!holds(value, search)) return [];
  if (typeof value === "string") return [path];
  if (Array.isArray(value)) return value.flatMap((inner, index) => holding(inner, `${path}[${index}]`, search));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => holding(inner, `${path}.${key}`, search));
}

function holds(value: Json, search: SecretSearch): boolean {
  if (typeof value === "string") return search.isIn(value);
  if (typeof value !== "object" || value === null) return false;
  // Of a list the keys are its places.
  for (const key in value) if (holds((value as Properties)[key]!, search)) return true;
  return false;
}

function leak(subject: string, path: string): Concern {
  return {
    ...{ level: "broken", subject, message: `holds a secret in plain at ${path}` },
    mend: "hand over a reference (a name in the secret manager), or keep the value an Output that is secret",
  };
}
