import { catalogue } from "../../components/addons/catalogue";
import { orderAddons } from "../../components/addons/order";
import type { AddonName } from "../../components/contracts/addon";

/** What decides which add-ons a stack gets. */
export interface AddonNeeds {
  /** Who brings workloads' nodes. */
  readonly compute: string;
  /** Workloads answer to public names. */
  readonly publicHosts: boolean;
}

const always: readonly AddonName[] = ["metrics-server", "external-secrets", "keda", "kube-prometheus-stack"];
const forHosts: readonly AddonName[] = ["cert-manager", "aws-load-balancer-controller", "envoy-gateway"];
const forCompute: Readonly<Record<string, readonly AddonName[]>> = {
  karpenter: ["karpenter"],
  managed: ["cluster-autoscaler"],
};

/**
 * The add-ons of a stack with everything they need, in the order of installation.
 * @throws Error when the catalogue itself is broken: a cycle, or a need that it lacks.
 */
export function planAddons(needs: AddonNeeds): AddonName[] {
  const chosen = [...always, ...(needs.publicHosts ? forHosts : []), ...(forCompute[needs.compute] ?? [])];
  const result = orderAddons(withNeeds(chosen), catalogue);
  if ("problems" in result) throw new Error(`add-ons: ${result.problems.join("; ")}`);
  return [...result.order];
}

/** Adds what the chosen ones need, and what that needs. */
function withNeeds(names: readonly AddonName[]): AddonName[] {
  const all = new Set<AddonName>();
  const add = (name: AddonName): void => {
    if (all.has(name)) return;
    all.add(name);
    for (const need of catalogue[name].needs) add(need);
  };
  for (const name of names) add(name);
  return [...all];
}
