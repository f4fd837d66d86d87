import type { StackConfig } from "../stacks/config/schema";
import { capacityOf } from "../stacks/plan/capacity/capacity";
import type { CapacityReport } from "../stacks/plan/capacity/finding";

/** Whether what a stack asks for fits; none where the config is no stack's of Slipway, or wrong. */
export const capacityReport = (config: StackConfig | undefined): CapacityReport | undefined =>
  config && capacityOf(config);
