import { kindOf } from "./kind";
import { isReal, type Report, type ReportedResource } from "./report";

/** A component with what it holds: other components, and its own resources counted by type. */
export interface Branch {
  readonly name: string;
  /** Last part of the type token: `Network`. */
  readonly kind: string;
  /** Resources in it and below it. */
  readonly total: number;
  /** Own resources by the last part of their type, most first. */
  readonly own: readonly (readonly [string, number])[];
  readonly branches: readonly Branch[];
}

/** The stack as a tree of its components. */
export function treeOf(report: Pick<Report, "resources">): Branch {
  const children = childrenOf(report);
  const root = children.get(undefined)?.find((resource) => resource.type === "pulumi:pulumi:Stack");
  if (!root) throw new Error("The run registered no stack");
  return branchOf(root, children);
}

/** Resources by the URN of their parent; what has none is under `undefined`. */
export function childrenOf({ resources }: Pick<Report, "resources">): Map<string | undefined, ReportedResource[]> {
  const children = new Map<string | undefined, ReportedResource[]>();
  for (const resource of resources) {
    const siblings = children.get(resource.parent);
    if (siblings) siblings.push(resource);
    else children.set(resource.parent, [resource]);
  }
  return children;
}

function branchOf(of: ReportedResource, children: ReadonlyMap<string | undefined, ReportedResource[]>): Branch {
  const branches: Branch[] = [];
  const own = new Map<string, number>();
  let total = 0;
  const count = (resource: ReportedResource): void => {
    if (isReal(resource)) {
      total += 1;
      own.set(kindOf(resource.type), (own.get(kindOf(resource.type)) ?? 0) + 1);
    }
    // Children of a custom resource belong to the component around it.
    if (resource.custom) for (const child of children.get(resource.urn) ?? []) count(child);
  };
  for (const child of children.get(of.urn) ?? []) {
    if (child.custom) count(child);
    else {
      const branch = branchOf(child, children);
      branches.push(branch);
      total += branch.total;
    }
  }
  return { name: of.name, kind: kindOf(of.type), total, own: mostFirst(own), branches };
}

/** Types with their counts, most first. */
export function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, left], [b, right]) => right - left || a.localeCompare(b));
}
