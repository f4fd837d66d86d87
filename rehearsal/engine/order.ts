import type { ResourceRecord } from "./record";

/** What the order is computed from. */
export type Node = Pick<ResourceRecord, "urn" | "custom" | "parent" | "provider" | "dependencies" | "deletedWith">;

/** The order in which the engine creates, and the reverse in which it destroys. */
export interface Order {
  /** URNs, each after all that it needs. */
  readonly create: readonly string[];
  /** URNs, each before all that it needs. */
  readonly destroy: readonly string[];
  /** Resources (no components) that can be made at the same time, step by step. */
  readonly steps: readonly (readonly string[])[];
}

/** What must exist before a resource: parent, dependencies, provider. */
export function needs(node: Node): string[] {
  const found = [...node.dependencies];
  if (node.parent) found.push(node.parent);
  if (node.provider) found.push(node.provider);
  return found;
}

/** @throws Error naming the cycle, where there is one */
export function orderOf(nodes: readonly Node[]): Order {
  const byUrn = new Map(nodes.map((node) => [node.urn, node]));
  const level = new Map<string, number>();
  const create: string[] = [];
  const open = new Set<string>();

  const visit = (start: Node): void => {
    const stack: { node: Node; needs: string[]; next: number }[] = [{ node: start, needs: needs(start), next: 0 }];
    open.add(start.urn);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const need = top.needs[top.next++];
      if (need === undefined) {
        level.set(top.node.urn, levelOf(top.needs));
        create.push(top.node.urn);
        open.delete(top.node.urn);
        stack.pop();
        continue;
      }
      const node = byUrn.get(need);
      if (!node || level.has(need)) continue;
      if (open.has(need)) throw cycleError([...open], need);
      open.add(need);
      stack.push({ node, needs: needs(node), next: 0 });
    }
  };
  const levelOf = (all: readonly string[]): number => {
    let highest = 0;
    for (const need of all) highest = Math.max(highest, (level.get(need) ?? 0) + (byUrn.get(need)?.custom ? 1 : 0));
    return highest;
  };

  for (const node of nodes) if (!level.has(node.urn)) visit(node);

  const steps: string[][] = [];
  for (const urn of create) {
    if (!byUrn.get(urn)?.custom) continue;
    const step = level.get(urn) ?? 0;
    while (steps.length <= step) steps.push([]);
    steps[step]!.push(urn);
  }
  return { create, destroy: [...create].reverse(), steps: steps.filter((step) => step.length > 0) };
}

/** URN → URNs of those that need it directly: needs turned round. */
export function needersOf<T extends { readonly urn: string }>(
  nodes: Iterable<T>,
  needsOf: (node: T) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const needers = new Map<string, string[]>();
  for (const node of nodes)
    for (const need of needsOf(node)) {
      const others = needers.get(need);
      if (others) others.push(node.urn);
      else needers.set(need, [node.urn]);
    }
  return needers;
}

/** URNs of all that need one, by any chain. */
export function waitersOf(needers: ReadonlyMap<string, readonly string[]>, urn: string): Set<string> {
  const found = new Set<string>();
  const queue = [urn];
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const needer of needers.get(at) ?? [])
      if (!found.has(needer)) {
        found.add(needer);
        queue.push(needer);
      }
  return found;
}

/** Whether `later` can only be made once `earlier` is there, by any chain of needs. */
export function waitsFor(byUrn: ReadonlyMap<string, Node>, later: string, earlier: string): boolean {
  const seen = new Set<string>([later]);
  const queue = [later];
  for (let urn = queue.pop(); urn !== undefined; urn = queue.pop()) {
    const node = byUrn.get(urn);
    if (!node) continue;
    for (const need of needs(node)) {
      if (need === earlier) return true;
      if (!seen.has(need)) {
        seen.add(need);
        queue.push(need);
      }
    }
  }
  return false;
}

function cycleError(open: readonly string[], need: string): Error {
  const path = [...open.slice(open.indexOf(need)), need].map((urn) => urn.slice(urn.lastIndexOf("::") + 2));
  return new Error(`Resources depend on each other in a circle: ${path.join(" → ")}`);
}
