import { ConfigError } from "../stacks/config/errors";
import { parseOnce, rawConfig, withFiles } from "../stacks/config/load";
import type { StackConfig } from "../stacks/config/schema";
import type { StackFile } from "./stack-files";

/** A stack's config as the program reads it; none where it is no stack's of Slipway, or wrong: the program says so. */
export function stackConfigOf({ config, file, folder }: StackFile): StackConfig | undefined {
  try {
    return parseOnce(withFiles(rawConfig(config), folder).raw, file);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
