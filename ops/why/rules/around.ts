import { conditionOf } from "../../cluster/objects";
import { type Finding, short } from "../finding";
import type { Scene } from "../scene";

/** The release and the autoscaler of a workload. */
export function around(scene: Scene): readonly Finding[] {
  const { name } = scene.subject.object.metadata;
  return [...release(scene, name), ...autoscaler(scene, name)];
}

function release({ revisions: [newest] }: Scene, name: string): readonly Finding[] {
  const object = `Release ${name}`;
  const runbook = "helm-release-stuck";
  if (newest?.status.startsWith("pending")) {
    return [
      {
        object,
        problem: `Helm was cut off in the middle of revision ${newest.revision}, or is still at it (${newest.status}).`,
        mend: "If no deploy is under way, bring the last good one back: docs/guides/troubleshooting.md has the command.",
        runbook,
      },
    ];
  }
  if (newest?.status !== "failed") return [];
  return [
    {
      object,
      problem: `Its last release, revision ${newest.revision}, has failed.`,
      ...(newest.description && { seen: short(newest.description) }),
      mend: "Mend what is said above and deploy again, or roll back.",
      runbook,
    },
  ];
}

function autoscaler({ autoscalers }: Scene, name: string): readonly Finding[] {
  const hpa = autoscalers.find(
    ({ spec }) => (spec?.["scaleTargetRef"] as { name?: string } | undefined)?.name === name,
  );
  if (!hpa) return [];
  const object = `HorizontalPodAutoscaler ${hpa.metadata.name}`;
  const active = conditionOf(hpa, "ScalingActive");
  const limited = conditionOf(hpa, "ScalingLimited");
  const found: Finding[] = [];
  if (active?.status === "False" && active.reason !== "ScalingDisabled") {
    found.push({
      object,
      problem: "It is not scaled: what it is scaled by cannot be read.",
      seen: short(active.message ?? ""),
      mend: "See that metrics-server (or KEDA) is well.",
      runbook: "workload-scaling-blind",
    });
  }
  if (limited?.status === "True" && limited.reason === "TooManyReplicas") {
    found.push({
      object,
      problem: "It has as many pods as it may, and would need more.",
      mend: "Raise scaling.max of the workload.",
      runbook: "workload-at-maximum",
    });
  }
  return found;
}
