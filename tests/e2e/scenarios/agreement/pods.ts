/** The pods that objects of a chart make. */
import type { Manifest } from "../../../charts/helm";
import { at } from "../../../charts/workload/samples";

/** Fields of an object. */
export type Fields = Record<string, unknown>;

/** The parts of a pod that are weakened here. */
export interface PodSpec extends Fields {
  securityContext: Fields;
  containers: (Fields & { securityContext: Fields })[];
  volumes?: Fields[];
}

const TEMPLATES: Readonly<Record<string, string>> = {
  CronJob: "spec.jobTemplate.spec.template",
  Deployment: "spec.template",
  Job: "spec.template",
  Rollout: "spec.template",
  StatefulSet: "spec.template",
};

/** The template of the pods that an object makes; undefined of one that makes none. */
export function templateOf(object: Manifest): { readonly spec: PodSpec } | undefined {
  const path = TEMPLATES[object.kind];
  return path === undefined ? undefined : (at(object, path) as { spec: PodSpec });
}
