import { versionsInput } from "../../plan/versions/input";
import { versionsOf } from "../../plan/versions/skew";
import type { Problem } from "../errors";
import type { StackConfig } from "../schema";

/** Versions that do not work together: asked of a config that is right otherwise. The end of support is no problem. */
export function versionProblems(config: StackConfig): Problem[] {
  return versionsOf(versionsInput(config))
    .findings.filter(({ level }) => level === "error")
    .map(({ path, message, allowed, mend }) => ({ path, given: message, allowed, mend }));
}
