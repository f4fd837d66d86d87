import { catalogue } from "../../../components/addons/catalogue";
import type { ChartKey } from "../../../components/helm/versions";
import type { StackConfig } from "../../config/schema";
import { workloadsOfKind } from "../../config/workloads/kinds";
import { planAddons, telemetryAddons, wantsCloudMetrics } from "../addons";
import { plannerOf } from "../clouds/registry";
import { edgeAddons } from "../edge";
import { addonsFor } from "../workloads/needs";
import type { VersionsInput } from "./skew";

/** What a stack's config comes to in versions. */
export function versionsInput(config: StackConfig): VersionsInput {
  return {
    cloud: config.cloud,
    kubernetes: plannerOf(config.cloud).cluster(config).version,
    charts: addonCharts(config),
    postgres: Object.fromEntries(
      Object.entries(config.stores).flatMap(([name, store]) =>
        store.kind === "postgres" ? [[name, store.version]] : [],
      ),
    ),
  };
}

function addonCharts(config: StackConfig): ChartKey[] {
  const planner = plannerOf(config.cloud);
  const result = planAddons({
    cloud: config.cloud,
    addons: planner.addons,
    compute: planner.traits(config.cluster).compute,
    publicHosts: workloadsOfKind(config, "web").some(([, { hosts }]) => hosts.length > 0),
    workloads: addonsFor(config),
    cloudMetrics: wantsCloudMetrics(config),
    cloudSections: planner.addonsFor?.(config),
    telemetry: telemetryAddons(config),
    edge: edgeAddons(config),
    switches: config.addons,
  });
  // What cannot be ordered is a problem of its own, which another check names.
  const names = "problems" in result ? [] : result.order;
  return names.flatMap((name) => catalogue[name].releases.map(({ chart }) => chart));
}
