import { isReal, type Report } from "./report";

/** A top-level component, and the steps of the order in which its resources are made. */
export interface Part {
  readonly name: string;
  /** First and last step, counted from 1. */
  readonly first: number;
  readonly last: number;
  /** Its own components, without its name in theirs, in the order in which they are finished. */
  readonly parts: readonly string[];
}

interface Span {
  first: number;
  last: number;
}

/** When the parts of a stack are made, in the order in which they begin. */
export function partsOf(report: Pick<Report, "resources" | "order">): Part[] {
  const byUrn = new Map(report.resources.map((resource) => [resource.urn, resource]));
  const spans = new Map<string, Span>();
  const inner = new Map<string, Set<string>>();
  // Steps that hold providers alone are no steps for a reader.
  const steps = report.order.steps.filter((urns) => urns.some((urn) => isRealUrn(urn)));
  steps.forEach((urns, index) => {
    for (const urn of urns.filter(isRealUrn)) {
      const [top, second] = pathTo(urn);
      if (top === undefined) continue;
      widen(top, index + 1);
      if (second === undefined) continue;
      widen(second, index + 1);
      inner.set(top, (inner.get(top) ?? new Set()).add(second));
    }
  });
  const ends = (urn: string): number => spans.get(urn)?.last ?? 0;
  return [...spans]
    .filter(([urn]) => pathTo(urn).length === 0)
    .map(([urn, span]): Part => {
      const parts = [...(inner.get(urn) ?? [])].sort((a, b) => ends(a) - ends(b)).map(nameOf);
      const shared = commonStart([nameOf(urn), ...parts]);
      return { name: nameOf(urn), ...span, parts: parts.map((part) => part.slice(shared.length)) };
    })
    .sort((a, b) => a.first - b.first || a.last - b.last);

  function isRealUrn(urn: string): boolean {
    const resource = byUrn.get(urn);
    return resource !== undefined && isReal(resource);
  }
  function nameOf(urn: string): string {
    return byUrn.get(urn)?.name ?? urn;
  }
  function widen(urn: string, step: number): void {
    const span = spans.get(urn);
    if (span) span.last = step;
    else spans.set(urn, { first: step, last: step });
  }
  /** URNs of the two outermost components around it, the stack itself left out. */
  function pathTo(urn: string): string[] {
    const path: string[] = [];
    for (let at = byUrn.get(urn)?.parent; at !== undefined; at = byUrn.get(at)?.parent) path.unshift(at);
    return path.slice(1, 3);
  }
}

/** Words that all names begin with: `shop-dev-` of `shop-dev-foundation` and `shop-dev-network`. */
function commonStart(names: readonly string[]): string {
  const [first = "", ...others] = names;
  let end = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, end))) end -= 1;
  return first.slice(0, first.lastIndexOf("-", end - 1) + 1);
}
