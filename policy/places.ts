import { isUnknown } from "./read";
import type { RuleContext } from "./rule";

/** Azure writes "West Europe" and "westeurope", GCP "EU" and "eu". */
const normal = (place: string): string => place.toLowerCase().replaceAll(" ", "");

/** Whether a region covers a place: the region itself, or a zone of it such as "eu-west-1a" or "europe-west1-b". */
const covers = (region: string, place: string): boolean =>
  place === region || (place.startsWith(region) && /^-?[a-z]$/.test(place.slice(region.length)));

/** True for a known place that the list of allowed regions does not hold. Without a list nothing is outside. */
export const isOutside = (place: unknown, { regions }: RuleContext): place is string =>
  typeof place === "string" &&
  place !== "" &&
  !isUnknown(place) &&
  regions.length > 0 &&
  !regions.some((region) => covers(normal(region), normal(place)));

/** The region that an ARN names; undefined for what is no ARN, or names none (as buckets do). */
export const regionOfArn = (arn: unknown): string | undefined =>
  typeof arn === "string" && arn.startsWith("arn:") ? arn.split(":")[3] || undefined : undefined;

/** How a finding says that something lies where it must not. */
export const lies = (what: string, place: string, { regions }: RuleContext): string =>
  `${what} in ${place}, and data may be kept in ${regions.join(", ")} only`;
