/** Between the provider protocol's messages and plain properties. */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { isRecord, type Json, type Properties } from "../../../rehearsal/clouds/model";
import { unwrap, wrap } from "../../../rehearsal/engine/wire";

/** Secrets and resources are taken out of their wrappings; a null is what was left out. */
export function fromWire(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : (withoutNulls(unwrap(struct.toJavaScript()).values) as Properties);
}

/** @param secrets top-level properties that are marked as secret */
export function toWire(properties: Properties, secrets: readonly string[] = []): Struct {
  // Through JSON: what is undefined is left out, which the message cannot say.
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(wrap(properties, secrets))));
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNulls(inner)]));
}
