import type { Instance } from "../../rehearsal/clouds/model";
import type { SimulateOptions, Simulation } from "./simulate";

/** What a run left in the clouds; its providers are the next run's own. */
export const leftBy = (made: Simulation): readonly Instance[] =>
  made.cloud.state.instances.filter(({ type }) => !type.startsWith("pulumi:"));

/** Config, and what there is beside it, of the layer of workloads above a foundation and a platform of other stacks. */
export const workloadsAbove = (
  foundation: Simulation,
  platform: object,
): readonly [over: Readonly<Record<string, string>>, options: SimulateOptions] => [
  {
    "slipway:layer": "workloads",
    "slipway:joins": JSON.stringify({ foundation: "org/shop/foundation", platform: "org/shop/platform" }),
  },
  {
    stackOutputs: {
      "org/shop/foundation": { ...foundation.outputs },
      "org/shop/platform": { platform: { ...platform } },
    },
    existing: leftBy(foundation),
  },
];
