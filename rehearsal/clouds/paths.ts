import { isRecord, type Json, type Properties, valuesAt } from "./model";

/** Texts at a path such as `subnetIds[]`. */
export function texts(values: Properties, path: string): string[] {
  return valuesAt(values, path).filter((value): value is string => typeof value === "string");
}

/** The object at a key, or an empty one. */
export function objectAt(values: Json | undefined, key: string): Properties {
  const value = isRecord(values) ? values[key] : undefined;
  return isRecord(value) ? value : {};
}
