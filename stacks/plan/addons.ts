import { catalogue } from "../../components/addons/catalogue";
import { type OrderResult, orderAddons } from "../../components/addons/order";
import type { AddonName } from "../../components/contracts/addon";
import type { StackConfig } from "../config/schema";

/** What decides which add-ons a stack gets. */
export interface AddonNeeds {
  /** Who brings workloads' nodes. */
  readonly compute: string;
  /** Workloads answer to public names. */
  readonly publicHosts: boolean;
  /** Add-ons that workloads need for how they scale and roll out. @default none */
  readonly workloads?: readonly AddonName[];
  /** The cloud has metrics that somebody wants: of its stores, or of the bill. @default false */
  readonly cloudMetrics?: boolean;
  /** Add-ons that config switches on or off by name. */
  readonly switches: Readonly<Partial<Record<AddonName, boolean>>>;
}

const always: readonly AddonName[] = ["metrics-server", "external-secrets", "kube-prometheus-stack"];
const forHosts: readonly AddonName[] = ["cert-manager", "aws-load-balancer-controller", "envoy-gateway"];
const forCloudMetrics: readonly AddonName[] = ["cloudwatch-exporter"];
const forCompute: Readonly<Record<string, readonly AddonName[]>> = {
  karpenter: ["karpenter"],
  managed: ["cluster-autoscaler"],
};

/** Whether a stack has something that only its cloud can measure. */
export function wantsCloudMetrics({
  stores,
  monitoring,
}: Partial<Pick<StackConfig, "stores" | "monitoring">>): boolean {
  const managed = Object.values(stores ?? {}).some(({ kind }) => kind !== "bucket");
  return managed || monitoring?.monthlyBudget !== undefined;
}

/**
 * The add-ons of a stack with everything they need, in the order of installation; or problems in words: one that is
 * switched off is needed by another, or needs go in a circle.
 */
export function planAddons({
  compute,
  publicHosts,
  cloudMetrics,
  workloads = [],
  switches,
}: AddonNeeds): OrderResult<AddonName> {
  const asked = Object.keys(switches).filter((name) => switches[name as AddonName]) as AddonName[];
  const chosen = [
    ...always,
    ...(publicHosts ? forHosts : []),
    ...(cloudMetrics ? forCloudMetrics : []),
    ...(forCompute[compute] ?? []),
    ...workloads,
    ...asked,
  ];
  return orderAddons(withNeeds(chosen, switches), catalogue);
}

/** Adds what the chosen ones need, and what that needs; nothing that is switched off. */
function withNeeds(names: readonly AddonName[], switches: AddonNeeds["switches"]): AddonName[] {
  const all = new Set<AddonName>();
  const add = (name: AddonName): void => {
    if (all.has(name) || switches[name] === false) return;
    all.add(name);
    for (const need of catalogue[name].needs) add(need);
  };
  for (const name of names) add(name);
  return [...all];
}
