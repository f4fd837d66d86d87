import type { ContainerStatus, Pod } from "../../cluster/objects";
import { type Finding, short } from "../finding";
import { type Scene, warningsOf } from "../scene";
import { image } from "./images";
import { missingReference } from "./references";

type Meaning = Omit<Finding, "object">;

/** What is wrong with the containers of a pod that runs on a node. */
export function containers(scene: Scene, pod: Pod): readonly Finding[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  // Init containers run one after the other: what follows one that fails only waits for it.
  for (const each of initContainerStatuses) {
    const found = meaningOf(scene, pod, each);
    if (found) return [{ object: `Pod ${pod.metadata.name}`, ...found }];
  }
  return containerStatuses.flatMap((each) => {
    const found = meaningOf(scene, pod, each);
    return found ? [{ object: `Pod ${pod.metadata.name}`, ...found }] : [];
  });
}

function meaningOf(scene: Scene, pod: Pod, status: ContainerStatus): Meaning | undefined {
  const { waiting, terminated, running } = status.state ?? {};
  const reason = waiting?.reason ?? "";
  const message = waiting?.message ?? "";
  if (/ImagePull|ErrImage|InvalidImageName/.test(reason)) return image(scene, pod, status);
  if (reason === "CreateContainerConfigError") return missingReference(scene, message);
  if (/^(CreateContainerError|RunContainerError|StartError)$/.test(reason)) return start(status, message);
  const end = terminated ?? status.lastState?.terminated;
  if (end && end.exitCode !== 0 && (terminated || reason === "CrashLoopBackOff")) return ended(scene, pod, status, end);
  if (running && !status.ready) return unready(scene, pod, status);
  return undefined;
}

function start({ name }: ContainerStatus, message: string): Meaning {
  const missing = /exec: "([^"]+)"/.exec(message)?.[1] ?? /stat (\S+): no such file/.exec(message)?.[1];
  const runbook = "workload-misconfigured";
  return missing === undefined
    ? {
        problem: `The container ${name} cannot be started.`,
        seen: short(message),
        mend: "Mend what the message names.",
        runbook,
      }
    : {
        problem: `The image has no command ${missing}, which the container ${name} is to run.`,
        seen: short(message),
        mend: "Correct command in the workload's config, or put the file into the image.",
        runbook,
      };
}

/** Exit codes that say something by themselves (128 and a signal's number, as shells have it). */
const CODES: Readonly<Record<number, readonly [how: string, mend: string]>> = {
  126: ["its command may not be run", "Give the file its right to execute in the image (chmod +x)."],
  127: ["its command is not in the image", "Correct command in the workload's config, or put the file into the image."],
  139: [
    "it crashed by itself (SIGSEGV)",
    "Look for native code that fails: a library for another system or processor.",
  ],
  143: [
    "it was asked to stop (SIGTERM) and reported that as an error",
    "End with exit code 0 on SIGTERM; see what asked it to stop: a probe, a deploy, a drain.",
  ],
};

type End = NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;

function ended(scene: Scene, pod: Pod, { name, restartCount }: ContainerStatus, end: End): Meaning {
  const all = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const limit = all.find((each) => each.name === name)?.resources?.limits?.["memory"];
  const again = restartCount > 0 ? `, and was started again ${restartCount} time${restartCount > 1 ? "s" : ""}` : "";
  if (end.reason === "OOMKilled") {
    return {
      problem: `The container ${name} used all the memory it may have${limit ? ` (${limit})` : ""} and was killed${again}.`,
      mend: "Raise resources.memoryLimit of the workload if it needs that much, or look for what it keeps.",
      runbook: "workload-out-of-memory",
    };
  }
  if (end.exitCode === 137) {
    const probe = warningsOf(scene, "Pod", pod.metadata.name).some(({ message = "" }) =>
      /liveness probe/i.test(message),
    );
    return {
      problem: `The container ${name} was killed${probe ? " since its liveness probe failed" : ""}${again}.`,
      mend: probe
        ? "See why it does not answer its health path in time: slow start, a blocked thread."
        : "See the node's memory, and whether it ignored SIGTERM for longer than its grace period.",
      runbook: "workload-restarting",
    };
  }
  const [how, mend] = CODES[end.exitCode] ?? [
    `it ended with exit code ${end.exitCode}`,
    "Read what it wrote last; `npm run ops -- logs <workload> --previous` shows more.",
  ];
  const wrote = end.message ? scene.mask(end.message.trimEnd().split("\n").slice(-5).join("\n")) : undefined;
  const ofJob = pod.metadata.ownerReferences?.some(({ kind }) => kind === "Job");
  return {
    problem: `The container ${name} fails: ${how}${again}.`,
    ...(wrote && { seen: wrote }),
    mend,
    runbook: ofJob ? "job-failed" : "workload-crash-looping",
  };
}

function unready(scene: Scene, pod: Pod, { name, started }: ContainerStatus): Meaning {
  const probe = warningsOf(scene, "Pod", pod.metadata.name).find(({ reason }) => reason === "Unhealthy")?.message ?? "";
  const code = /statuscode: (\d{3})/.exec(probe)?.[1];
  const met = /connection refused|no such host|i\/o timeout|deadline exceeded|timed out/i.exec(probe)?.[0];
  const how = code ? `answers HTTP ${code}` : met ? `meets: ${met.toLowerCase()}` : "is not well yet";
  return {
    problem: `The container ${name} runs, and its ${started === false ? "start-up" : "health"} check ${how}.`,
    ...(probe && { seen: short(scene.mask(probe)) }),
    mend: afterProbe(code, met),
    runbook: "workload-not-ready",
  };
}

function afterProbe(code: string | undefined, met: string | undefined): string {
  if (code !== undefined) {
    return Number(code) >= 500
      ? "Its own health check says no: see which of what it needs (database, cache, secret) it cannot reach."
      : "Correct the health path in the workload's config, or let it answer without a login.";
  }
  return met?.toLowerCase() === "connection refused"
    ? "It does not listen on the port that the config names, or on localhost alone: listen on 0.0.0.0."
    : "Give it time if it starts slowly, else read its log.";
}
