import { planAddons, telemetryAddons, wantsCloudMetrics } from "../../plan/addons";
import { plannerOf } from "../../plan/clouds/registry";
import { edgeAddons } from "../../plan/edge";
import { addonsFor } from "../../plan/workloads/needs";
import { cloudNames } from "../clouds/registry";
import { show } from "../errors";
import type { StackConfig } from "../schema";
import { type Check, workloadsOf } from "./check";

const addonsOrdered: Check = ({ config, cloud, planner }) => {
  const switches = config.addons ?? {};
  if (!config.cluster || Object.keys(switches).length === 0) return [];
  const publicHosts = workloadsOf(config).some(([, workload]) => workload.kind === "web" && workload.hosts.length > 0);
  const result = planAddons({
    cloud,
    addons: planner.addons,
    compute: planner.traits(config.cluster).compute,
    publicHosts,
    workloads: addonsFor(config),
    telemetry: telemetryAddons(config),
    edge: edgeAddons(config),
    cloudMetrics: wantsCloudMetrics(config),
    cloudSections: planner.addonsFor?.(config as StackConfig),
    switches,
  });
  if ("order" in result) return [];
  return result.problems.map((problem) => ({
    path: "addons",
    given: problem,
    allowed: "add-ons with everything that they need",
    mend: "do not switch off what another add-on needs, or switch that one off as well",
  }));
};

/** A trigger that only another cloud can read. */
const triggersHere: Check = ({ config, cloud, planner }) => {
  const foreign = cloudNames.filter((name) => name !== cloud);
  return workloadsOf(config).flatMap(([name, workload]) =>
    ("scaling" in workload ? workload.scaling.triggers : []).flatMap(({ kind }, index) => {
      const owners = foreign.filter((other) => plannerOf(other).triggers.includes(kind));
      if (owners.length === 0 || planner.triggers.includes(kind)) return [];
      return [
        {
          path: `workloads.${name}.scaling.triggers[${index}].kind`,
          given: `${show(kind)}, on ${cloud}`,
          allowed: `${kind} on ${owners.join(" and ")} alone: it is read with the cloud's own identity`,
          mend: "choose a trigger that this cloud has, or one of kind prometheus",
        },
      ];
    }),
  );
};

/** What the cloud says of its own sections. */
const ofCloud: Check = ({ config, planner }) => planner.checks.flatMap((check) => check(config));

/** Add-ons, and what is the cloud's own. */
export const clusterChecks: readonly Check[] = [addonsOrdered, triggersHere, ofCloud];
