import * as pulumi from "@pulumi/pulumi";
import { loadCloud } from "./components/clouds/registry";
import { loadConfig } from "./stacks/config/load";
import { deploy } from "./stacks/deploy/deploy";
import { type StackOutputs, stackOutputs } from "./stacks/outputs";
import { planStack } from "./stacks/plan/plan";

/** One way through: config → plan → foundation → platform → workloads → outputs. */
async function main(): Promise<StackOutputs> {
  const plan = planStack(loadConfig(), pulumi.getStack());
  const cloud = loadCloud(plan.cloud, plan.scope, plan.cluster);
  await cloud.guard();
  return stackOutputs(plan, deploy(plan, cloud));
}

export = main;
