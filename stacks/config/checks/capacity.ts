import { capacityOf } from "../../plan/capacity/capacity";
import type { Problem } from "../errors";
import type { StackConfig } from "../schema";

/** What cannot fit, whatever happens: asked of a config that is right otherwise, since it needs all of it. */
export function capacityProblems(config: StackConfig): Problem[] {
  return capacityOf(config)
    .findings.filter(({ level }) => level === "error")
    .map(({ path, message, allowed, mend }) => ({ path, given: message, allowed, mend }));
}
