import { at } from "./read";
import type { Resource, Stack } from "./rule";
import { nameOf, namespaceOf } from "./selectors";
import { AUTOSCALERS, SCALED } from "./types";

/** KEDA's autoscaler: it makes a HorizontalPodAutoscaler of its own in the cluster. */
const SCALED_OBJECT = "kubernetes:keda.sh/v1alpha1:ScaledObject";

const known = new WeakMap<Stack, ReadonlyMap<Resource, Resource>>();

/** The workloads of a stack that an autoscaler of the stack scales, each with its autoscaler. */
export function autoscaled(stack: Stack): ReadonlyMap<Resource, Resource> {
  const there = known.get(stack);
  if (there) return there;
  const keyOf = (...parts: readonly unknown[]): string => parts.map(String).join("/");
  const scalers = new Map(
    stack.ofType(...AUTOSCALERS, SCALED_OBJECT).map((scaler) => {
      // KEDA takes a target without a kind for a Deployment.
      const { kind = "Deployment", name } = (at(scaler.props, "spec.scaleTargetRef") ?? {}) as {
        kind?: unknown;
        name?: unknown;
      };
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

/** The fewest pods that an autoscaler leaves: by default one, and with KEDA none. */
const leastOf = ({ type, props }: Resource): unknown =>
  type === SCALED_OBJECT ? (at(props, "spec.minReplicaCount") ?? 0) : (at(props, "spec.minReplicas") ?? 1);

/** How many pods a workload has at least; undefined while nobody can tell. */
export function leastPods(stack: Stack, workload: Resource): number | undefined {
  const scaler = autoscaled(stack).get(workload);
  const number = scaler ? leastOf(scaler) : (at(workload.props, "spec.replicas") ?? 1);
  return typeof number === "number" ? number : undefined;
}
