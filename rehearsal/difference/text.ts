import type { Paint } from "../report/paint";
import type { Change, Difference, Replacement } from "./difference";

/** A difference as lines for a terminal: what is replaced first, with what is behind it; the rest by kind. */
export function differenceLines(difference: Difference, paint: Paint, most = 8): string[] {
  const { created, deleted, updated, replaced } = difference;
  const list = (mark: string, changes: readonly Change[]): string[] => [
    ...changes.slice(0, most).map((change) => `${mark} ${change.name}${keysOf(change)} ${paint.dim(change.type)}`),
    ...(changes.length > most ? [paint.dim(`  … ${changes.length - most} more`)] : []),
  ];
  // What follows is folded, unless it holds data: nobody may overlook that.
  const alone = replaced.filter(({ follows, holdsData }) => !follows || holdsData);
  const followers = replaced.length - alone.length;
  const lines = [
    ...alone.map((each) => replacementLine(each, paint)),
    ...(followers > 0 ? [`${paint.red("±")} ${followers} more are replaced because they follow one of these`] : []),
    ...list(paint.red("-"), deleted),
    ...list(paint.yellow("~"), updated),
    ...list(paint.green("+"), created),
  ];
  const total = `${created.length} new, ${updated.length} changed, ${replaced.length} replaced, ${deleted.length} gone`;
  return lines.length > 0 ? [...lines, paint.dim(total)] : [paint.green("✓ nothing changes")];
}

function replacementLine(each: Replacement, paint: Paint): string {
  const cause = each.follows ? `follows ${each.follows}` : `${each.keys.join(", ")} can't change in place`;
  const loss = each.holdsData ? paint.red(" and what it holds goes with it") : "";
  const guard = each.protect ? paint.dim(" (protected: the engine refuses)") : "";
  const stands = `${each.behind} resources stand on it${guard}`;
  return `${paint.red("±")} ${each.name} is replaced${loss}: ${cause}; ${stands} ${paint.dim(each.type)}`;
}

function keysOf({ keys }: Change): string {
  return keys.length > 0 ? ` (${keys.join(", ")})` : "";
}
