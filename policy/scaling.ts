import { at } from "./read";
import type { Resource, Stack } from "./rule";
import { nameOf, namespaceOf } from "./selectors";
import { AUTOSCALERS, SCALED } from "./types";

const known = new WeakMap<Stack, ReadonlyMap<Resource, Resource>>();

/** The workloads of a stack that an autoscaler of the stack scales, each with its autoscaler. */
export function autoscaled(stack: Stack): ReadonlyMap<Resource, Resource> {
  const there = known.get(stack);
  if (there) return there;
  const keyOf = (...parts: readonly unknown[]): string => parts.map(String).join("/");
  const scalers = new Map(
    stack.ofType(...AUTOSCALERS).map((scaler) => {
      const { kind, name } = (at(scaler.props, "spec.scaleTargetRef") ?? {}) as { kind?: unknown; name?: unknown };
      return [keyOf(kind, namespaceOf(scaler), name), scaler];
    }),
  );
  const found = new Map(
    stack.ofType(...SCALED).flatMap((workload) => {
      const kind = workload.type.slice(workload.type.lastIndexOf(":") + 1);
      const scaler = scalers.get(keyOf(kind, namespaceOf(workload), nameOf(workload)));
      return scaler ? [[workload, scaler] as const] : [];
    }),
  );
  known.set(stack, found);
  return found;
}

/** How many pods a workload has at least; undefined while nobody can tell. */
export function leastPods(stack: Stack, workload: Resource): number | undefined {
  const scaler = autoscaled(stack).get(workload);
  const number = scaler ? (at(scaler.props, "spec.minReplicas") ?? 1) : (at(workload.props, "spec.replicas") ?? 1);
  return typeof number === "number" ? number : undefined;
}
