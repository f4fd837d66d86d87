import type { CloudName } from "../../../components/clouds/registry";
import { awsPlanner } from "./aws";
import { azurePlanner } from "./azure";
import type { CloudPlanner, PlannerOf } from "./cloud";
import { gcpPlanner } from "./gcp";
import { kubernetesPlanner } from "./kubernetes";
import { vpsPlanner } from "./vps";

/** cloud → its planner: exhaustive, so a cloud without one does not compile. */
export const planners: { readonly [C in CloudName]: PlannerOf<C> } = {
  aws: awsPlanner,
  azure: azurePlanner,
  gcp: gcpPlanner,
  kubernetes: kubernetesPlanner,
  vps: vpsPlanner,
};

/** The planner of a cloud, over any config: to be asked about configs of that cloud alone. */
export function plannerOf(cloud: CloudName): CloudPlanner {
  return planners[cloud] as unknown as CloudPlanner;
}
