import type { StackConfig } from "../../config/schema";
import { addressesPart } from "./addresses";
import { connectionsPart } from "./connections";
import type { CapacityPart, CapacityReport } from "./finding";
import { type CapacityInput, capacityInput } from "./input";
import { nodesPart } from "./nodes";

const parts: readonly ((input: CapacityInput) => CapacityPart)[] = [nodesPart, addressesPart, connectionsPart];

/**
 * Whether a stack fits, also on a bad day: its pods on the nodes there may be, with a node or a zone lost; their
 * addresses in the subnets; their connections to the stores, at the maxima and in the middle of a rollout. Pure.
 */
export function capacityOf(config: StackConfig): CapacityReport {
  const known = reports.get(config);
  if (known) return known;
  const report = reckon(capacityInput(config));
  reports.set(config, report);
  return report;
}

/** The check of a config and the plan made from it ask the same: reckoned once. */
const reports = new WeakMap<StackConfig, CapacityReport>();

/** The same from plain numbers. */
export function reckon(input: CapacityInput): CapacityReport {
  const found = parts.map((part) => part(input));
  return {
    figures: found.flatMap(({ figures = [] }) => figures),
    findings: found.flatMap(({ findings = [] }) => findings),
    unknown: found.flatMap(({ unknown = [] }) => unknown),
  };
}
