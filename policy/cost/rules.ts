import type { Rule } from "../rule";
import { azureBudgetNotifies } from "./azure-budget-notifies";
import { budgetNotifies } from "./budget-notifies";
import { ecrLifecycle } from "./ecr-lifecycle";
import { efsLifecycle } from "./efs-lifecycle";
import { gcpNodePoolBounded } from "./gcp-node-pool-bounded";
import { gp3Volumes } from "./gp3-volumes";
import { hpaCap } from "./hpa-cap";
import { largeInstances } from "./large-instances";
import { monthlyBudget } from "./monthly-budget";
import { nodePoolLimits } from "./node-pool-limits";
import { previousGeneration } from "./previous-generation";

/** Every rule of the pack, by name. */
export const cost: readonly Rule[] = [
  azureBudgetNotifies,
  budgetNotifies,
  ecrLifecycle,
  efsLifecycle,
  gcpNodePoolBounded,
  gp3Volumes,
  hpaCap,
  largeInstances,
  monthlyBudget,
  nodePoolLimits,
  previousGeneration,
];
