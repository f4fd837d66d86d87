import type { Cloud } from "../contracts/cloud";
import type { Scope } from "../contracts/common";
import type { AwsOptions } from "./aws/options";
import type { AzureOptions } from "./azure/options";
import type { GcpOptions } from "./gcp/options";
import type { KubernetesOptions } from "./kubernetes/options";
import type { VpsOptions } from "./vps/options";

/** cloud → what only that cloud can be told. */
export interface OptionsByCloud {
  readonly aws: AwsOptions;
  readonly azure: AzureOptions;
  readonly gcp: GcpOptions;
  readonly kubernetes: KubernetesOptions;
  readonly vps: VpsOptions;
}

/** The clouds there are. Adding one: docs/guides/adding-a-cloud.md. */
export type CloudName = keyof OptionsByCloud;

/**
 * cloud → its implementation: exhaustive, so a cloud without one does not compile. Each is loaded when it is asked for,
 * since a cloud's SDK is the better part of start-up.
 */
export const clouds: {
  readonly [C in CloudName]: (scope: Scope, cluster: OptionsByCloud[C]["cluster"]) => Cloud<OptionsByCloud[C]>;
} = {
  aws: (scope) => {
    const { AwsCloud } = require("./aws/cloud") as typeof import("./aws/cloud");
    return new AwsCloud(scope);
  },
  azure: (scope) => {
    const { AzureCloud } = require("./azure/cloud") as typeof import("./azure/cloud");
    return new AzureCloud(scope);
  },
  gcp: (scope) => {
    const { GcpCloud } = require("./gcp/cloud") as typeof import("./gcp/cloud");
    return new GcpCloud(scope);
  },
  kubernetes: (scope, cluster) => {
    const { KubernetesCloud } = require("./kubernetes/cloud") as typeof import("./kubernetes/cloud");
    return new KubernetesCloud(scope, cluster);
  },
  vps: (scope, cluster) => {
    const { VpsCloud } = require("./vps/cloud") as typeof import("./vps/cloud");
    return new VpsCloud(scope, cluster);
  },
};

/**
 * The cloud of a stack, bound to its region and account.
 * @param cluster what the cloud is told of the cluster: some reach it before they make anything
 */
export function loadCloud<C extends CloudName>(
  name: C,
  scope: Scope,
  cluster: OptionsByCloud[C]["cluster"],
): Cloud<OptionsByCloud[C]> {
  return clouds[name](scope, cluster);
}
