import { join } from "node:path";
import { type Manifest, parse, readValues, template, type Values } from "../helm";

const CHART = join(__dirname, "../../../charts/workload");

/** The values files of the workload chart, by their names in `ci/`. */
export const SAMPLES = [
  "web-minimal",
  "web-full",
  "web-shared-metrics",
  "web-blue-green",
  "web-canary",
  "web-ingress",
  "worker",
  "worker-events",
  "worker-volume",
  "scheduler",
  "cron",
  "task",
  "task-migration",
] as const;

/** A values file of the workload chart, by its name in `ci/`. */
export type SampleName = (typeof SAMPLES)[number];

/** One sample of each kind of workload. */
export const ONE_OF_EACH: readonly SampleName[] = ["web-full", "worker", "scheduler", "cron", "task-migration"];

/**
 * What is changed in a sample: objects are merged, all else is replaced. `undefined` takes a key away; null is given to
 * Helm, which then takes the chart's own default away.
 */
export type Overlay = Values;

/** Renders a sample of the workload chart with an overlay. @throws Error with helm's words when it is refused */
export function render(sample: SampleName, overlay: Overlay = {}): Manifest[] {
  return parse(renderText(sample, overlay));
}

export function renderText(sample: SampleName, overlay: Overlay = {}): string {
  return template(CHART, sampleValues(sample, overlay));
}

/** The values of a sample, changed by an overlay. */
export function sampleValues(sample: SampleName, overlay: Overlay = {}): Values {
  return merge(readValues(join(CHART, "ci", `${sample}.yaml`)), overlay);
}

function merge(base: Values, overlay: Overlay): Values {
  const merged = Object.entries(overlay).map(([key, value]) => {
    const under = base[key];
    return [key, isObject(value) && isObject(under) ? merge(under, value) : value];
  });
  return { ...base, ...Object.fromEntries(merged) };
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The only object of a kind. @throws Error when there is none, or more than one */
export function only(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  if (found.length !== 1) throw new Error(`${found.length} objects of kind ${kind}, not one`);
  return found[0]!;
}

/** The value at a path such as `spec.template.spec`; undefined where the path ends early. */
export function at(node: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], node);
}

/** The pod template of the workload's Deployment, StatefulSet, Job or CronJob. */
export function podTemplate(manifests: readonly Manifest[]): unknown {
  // A Rollout brings a Job of its own, so it comes before.
  const kinds = ["Rollout", "Deployment", "StatefulSet", "Job", "CronJob"];
  const owner = kinds.flatMap((wanted) => manifests.filter(({ kind }) => kind === wanted))[0];
  return at(owner, owner?.kind === "CronJob" ? "spec.jobTemplate.spec.template" : "spec.template");
}
