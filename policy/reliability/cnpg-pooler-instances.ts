import { mustBeAtLeast } from "../checks";
import type { ResourceRule } from "../rule";
import { CNPG_POOLER } from "../types";

export const cnpgPoolerInstances: ResourceRule = {
  name: "cnpg-pooler-instances",
  pack: "reliability",
  description: "A production pool of CloudNativePG has a second pod.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "Every workload comes by it: with one pod, the loss of its node takes the database away from all of them.",
  mend: "Set spec.instances: 2 or more.",
  link: "https://cloudnative-pg.io/docs/1.30/connection_pooling",
  types: [CNPG_POOLER],
  level: "mandatory",
  levels: { dev: "disabled", staging: "advisory" },
  onUnknown: { behaviour: "passes", text: "An unknown number of instances passes, and is judged at the update." },
  check: mustBeAtLeast("spec.instances", 2, () => "it has no pod that could take over", 1),
};
