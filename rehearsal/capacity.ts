import { ConfigError } from "../stacks/config/errors";
import { parseConfig, rawConfig } from "../stacks/config/load";
import { withManifestFiles } from "../stacks/config/workloads/manifest-files";
import { capacityOf } from "../stacks/plan/capacity/capacity";
import type { CapacityReport } from "../stacks/plan/capacity/finding";
import type { StackFile } from "./stack-files";

/** Whether what a stack asks for fits; none where the config is no stack's of Slipway, or wrong: the program says so. */
export function capacityOfFile({ config, file, folder }: StackFile): CapacityReport | undefined {
  try {
    return capacityOf(parseConfig(withManifestFiles(rawConfig(config), folder).raw, file));
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
