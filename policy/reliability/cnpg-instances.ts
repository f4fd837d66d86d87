import { mustBeAtLeast } from "../checks";
import type { ResourceRule } from "../rule";
import { CNPG_CLUSTER } from "../types";

export const cnpgInstances: ResourceRule = {
  name: "cnpg-instances",
  pack: "reliability",
  description: "A production PostgreSQL of CloudNativePG has an instance that can take over.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "With one instance the loss of its node, or a new version, is an outage until another node has its pod and its disk.",
  mend: "Set spec.instances: 2 or more (stores.<name>.multiZone: true).",
  link: "https://cloudnative-pg.io/documentation/current/replication/",
  types: [CNPG_CLUSTER],
  level: "advisory",
  levels: { dev: "disabled", staging: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown number of instances passes, and is judged at the update." },
  check: mustBeAtLeast("spec.instances", 2, () => "it has no instance that could take over", 1),
};
