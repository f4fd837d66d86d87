import type { Input } from "@pulumi/pulumi";
import type { ComponentOpts } from "../../components/shared/base-component";
import { ChartWorkload } from "../../components/workloads/chart";
import { ManifestsWorkload } from "../../components/workloads/manifests";
import type { StackPlan } from "../plan/plan";

/**
 * What is not of Slipway's own chart: third-party charts, each in its own namespace, then raw objects.
 * @param namespace the stack's own
 */
export function deployForeign(
  { scope, charts, manifests, quota, chartMirror, namespace: stackNamespace }: StackPlan,
  namespace: Input<string>,
  opts: ComponentOpts,
): void {
  const released = new Map(
    charts.map(({ name, ...chart }): [string, ChartWorkload] => [
      name,
      new ChartWorkload(
        `${scope.name}-${name}`,
        { ...chart, releaseName: name, partOf: scope.app, quota, chartMirror },
        opts,
      ),
    ]),
  );
  // An object waits for the namespace that it is in, and for a release only where `after` says so: a Secret that the
  // release's pods need must be there before these are ready.
  const made = new Map<string, Input<string>>([
    [stackNamespace, namespace],
    ...charts.map(({ name, namespace: own }): [string, Input<string>] => [own, released.get(name)!.namespace]),
  ]);
  for (const { name, objects, after } of manifests) {
    new ManifestsWorkload(
      `${scope.name}-${name}`,
      {
        partOf: scope.app,
        workload: name,
        objects: objects.map(({ manifest, namespace: place }) => ({
          manifest,
          ...(place !== undefined && { namespace: made.get(place) ?? place }),
        })),
      },
      { ...opts, dependsOn: [...(opts.dependsOn ?? []), ...after.map((chart) => released.get(chart)!)] },
    );
  }
}
