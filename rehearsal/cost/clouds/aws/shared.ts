import type { ResourceRecord } from "../../../engine/record";

/** Hours of a month, as AWS reckons them (365 × 24 / 12). */
export const HOURS = 730;

export const numberAt = (record: ResourceRecord, key: string, fallback: number): number => {
  const value = record.inputs[key];
  return typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : fallback;
};
