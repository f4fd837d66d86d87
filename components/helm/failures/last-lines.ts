import { type About, ownerOf, type Pod } from "./reasons";

/** How a container of a job ended, and the last lines that it wrote. */
export interface End {
  readonly how: string;
  /** May hold secrets. Empty where it wrote nothing. */
  readonly lines: readonly string[];
}

/** Lines of a container that are repeated. */
const LINES = 10;

/**
 * Containers of the release's jobs that ended with an error in this run. Their last lines are in the pod's own status,
 * since Slipway's chart asks for that (`terminationMessagePolicy: FallbackToLogsOnError`): at most 80 lines or 2 KiB,
 * says the kubelet.
 * Of several tries of one job the last is told.
 */
export function endsOf({ pods, release, releases, since }: About): readonly End[] {
  const last = new Map<string, readonly End[]>();
  const newer = (pod: Pod) => Date.parse(pod.metadata.creationTimestamp ?? "") >= since.getTime() - 1000;
  const byAge = [...pods].sort((a, b) =>
    (a.metadata.creationTimestamp ?? "") < (b.metadata.creationTimestamp ?? "") ? -1 : 1,
  );
  for (const pod of byAge) {
    const job = pod.metadata.ownerReferences?.find(({ kind }) => kind === "Job")?.name;
    if (job === undefined || !newer(pod) || ownerOf(job, [...releases, release]) !== release) continue;
    const ends = endsIn(pod);
    if (ends.length > 0) last.set(job, ends);
  }
  return [...last.values()].flat();
}

function endsIn({ metadata, status }: Pod): readonly End[] {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return containers.flatMap(({ name, state, lastState }) => {
    const end = state?.terminated ?? lastState?.terminated;
    if (!end || end.exitCode === 0) return [];
    const lines = (end.message ?? "").trimEnd().split("\n").slice(-LINES);
    return [
      {
        how: `${metadata.name}: container ${name} ended with exit code ${end.exitCode}`,
        lines: lines.filter((line) => line.trim() !== ""),
      },
    ];
  });
}
