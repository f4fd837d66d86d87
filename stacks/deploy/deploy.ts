import { log } from "@pulumi/pulumi";
import type { CloudName, OptionsByCloud } from "../../components/clouds/registry";
import type { Cloud } from "../../components/contracts/cloud";
import type { WorkloadRelease } from "../../components/workloads/workload";
import type { StackPlan } from "../plan/plan";
import { versionsOf } from "../plan/versions/skew";
import { deployFoundation, type Foundation } from "./foundation";
import { liftProtection } from "./overrides";
import { deployPlatform, type Platform } from "./platform";
import { joinFoundation, joinPlatform, joinPrimary } from "./references";
import { deployWorkloads } from "./workloads";

/** What a stack has made, or joined, of each layer. */
export interface Deployed {
  readonly foundation: Foundation;
  readonly platform?: Platform;
  /** Releases that are left to Argo CD, by their names. */
  readonly releases?: Readonly<Record<string, WorkloadRelease>>;
}

/**
 * Makes the layers that this stack owns, and joins those that other stacks own. One way through: foundation, platform,
 * workloads.
 * @param now decides which overrides of protection have expired, and which versions are near the end of their support. @default the machine's clock
 */
export function deploy<C extends CloudName>(
  plan: StackPlan<C>,
  cloud: Cloud<OptionsByCloud[C]>,
  now = new Date(),
): Deployed {
  liftProtection(plan.overrides, now);
  const { layer } = plan;
  for (const { path, message, mend } of plan.capacity.findings)
    log.warn(`capacity: slipway:${path}: ${message}; ${mend}`);
  for (const { path, message, mend } of versionsOf(plan.versions, now).findings)
    log.warn(`versions: slipway:${path}: ${message}; ${mend}`);
  const foundation =
    layer === "all" || layer === "foundation" ? deployFoundation(plan, cloud, joinPrimary(plan)) : joinFoundation(plan);
  if (layer === "foundation") return { foundation };
  const platform = layer === "workloads" ? joinPlatform(plan) : deployPlatform(plan, cloud, foundation);
  if (layer === "platform") return { foundation, platform };
  return { foundation, platform, releases: deployWorkloads(plan, cloud, foundation, platform) };
}
