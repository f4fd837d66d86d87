import { type Check, mustBeOn, setting } from "../checks";
import type { ResourceRule } from "../rule";
import { CLASSIC_LB } from "../types";

const check: Check = mustBeOn("connectionDraining", "it cuts requests off");

export const classicLbDrains: ResourceRule = {
  name: "classic-lb-drains",
  pack: "reliability",
  description: "Classic load balancers let requests end before an instance goes.",
  severity: "low",
  frameworks: ["AWS FSBP ELB.7", "SOC 2 A1.2"],
  why: "Each deployment would cut the requests that are under way.",
  mend: "Set connectionDraining: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-7",
  types: [CLASSIC_LB],
  level: "remediate",
  onUnknown: { behaviour: "passes", text: "An unknown connectionDraining passes, and is judged at the update." },
  check,
  inPlace: "An attribute, changed in place; requests that are under way are given 300 seconds.",
  remediate: setting("connectionDraining", true, check),
};
