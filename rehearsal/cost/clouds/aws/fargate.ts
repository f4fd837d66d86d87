import { demandAt } from "../../demand";
import type { Pricer } from "../../view";
import { HOURS } from "./shared";

/** Fargate rounds a pod up to a quarter of a core; and adds 256 MiB for its own agents (EKS, "Fargate pod configuration"). */
const STEP = 250;
const OWN_MEMORY = 256;

/** Pods of workloads that run without nodes of the stack: cores and memory of each, as long as it runs. */
export const fargateProfile: Pricer = (record, bill, { graph, book, usage, pods }) => {
  // The first profile that a pod fits takes it; the platform's own pods have nodes.
  const [first] = graph.ofType("aws:eks/fargateProfile:FargateProfile");
  if (record.urn !== first?.urn) return;
  const sized = pods.map((group) => ({
    ...group,
    cpu: Math.ceil(group.cpu / STEP) * STEP,
    memory: Math.ceil((group.memory + OWN_MEMORY) / 1024) * 1024,
  }));
  const [least, expected, most] = [0, usage.load, 1].map((load) => demandAt(sized, load));
  if (!least || !expected || !most) return;
  const hours = (of: "cpu" | "memory", unit: number) => ({
    least: (least[of] / unit) * HOURS,
    expected: (expected[of] / unit) * HOURS,
    most: (most[of] / unit) * HOURS,
  });
  bill.add(record, {
    ...{ part: "nodes", what: "cores of pods on Fargate", unit: "core-hours" },
    ...{ quantity: hours("cpu", 1000), price: book.service("fargate.cpu") },
  });
  bill.add(record, {
    ...{ part: "nodes", what: "memory of pods on Fargate", unit: "GB-hours" },
    ...{ quantity: hours("memory", 1024), price: book.service("fargate.gb") },
  });
};
