import type { Input, Output } from "@pulumi/pulumi";

/**
 * Joins texts of which some may be known late. It takes nothing of Pulumi at run time, so that add-ons stay plain data
 * that the planner and its tests can load.
 */
export function join(...parts: readonly Input<string>[]): Input<string> {
  const late = parts.find(isOutput);
  if (late) {
    // What an Output's function gives may itself be late: Pulumi waits for it, though its type does not say so.
    return late.apply((known) => join(...parts.map((part) => (part === late ? known : part)))) as Output<string>;
  }
  if (parts.every((part) => typeof part === "string")) return parts.join("");
  return Promise.all(parts).then((known) => known.join(""));
}

function isOutput(part: Input<string>): part is Output<string> {
  return typeof part === "object" && "apply" in part;
}
