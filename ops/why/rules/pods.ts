import { conditionOf, type Pod } from "../../cluster/objects";
import { type Finding, short } from "../finding";
import { type Scene, warningsOf } from "../scene";

/** Minutes after which a pod that should be gone is worth a word. */
const LATE = 5;

/** A pod that goes, was thrown out, or whose node, disk or network is at fault. */
export function ofPod(scene: Scene, pod: Pod): readonly Finding[] {
  const { deletionTimestamp, finalizers = [], name } = pod.metadata;
  const { reason, message = "", phase } = pod.status ?? {};
  const minutes = deletionTimestamp ? (scene.now.getTime() - Date.parse(deletionTimestamp)) / 60_000 : 0;
  const nodeName = pod.spec?.nodeName;
  const node = scene.nodes.find(({ metadata }) => metadata.name === nodeName);
  const warned = (...reasons: string[]) =>
    phase === "Running"
      ? undefined
      : warningsOf(scene, "Pod", name).find((each) => reasons.includes(each.reason ?? ""))?.message;
  const mount = warned("FailedMount", "FailedAttachVolume");
  const sandbox = warned("FailedCreatePodSandBox");
  const found: Omit<Finding, "object">[] = [];
  if (node && conditionOf(node, "Ready")?.status !== "True") {
    found.push({
      problem: `Its node ${nodeName} is out of reach or not well.`,
      mend: "Kubernetes moves the pod after five minutes; see the node in the cloud's console, and delete it if it does not come back.",
      runbook: "node-not-ready",
    });
  }
  if (minutes > LATE) {
    const held = finalizers.length > 0 ? `, and waits for ${finalizers.join(", ")}` : "";
    found.push({
      problem: `It should have been gone for ${Math.floor(minutes)} minutes${held}.`,
      mend: "See whether its node is there; if that is gone for good: kubectl delete pod --force.",
    });
  }
  if (reason === "Evicted") {
    found.push({
      problem: "Its node threw it out, being short of something.",
      seen: short(message),
      mend: "Ask for what it really uses (resources), the temporary disk too.",
      runbook: "node-under-pressure",
    });
  }
  if (mount) {
    found.push({
      problem: "A volume of it cannot be mounted.",
      seen: short(mount),
      mend: "A disk is held by one node at a time: see that the old pod is gone, and that the secret or config map it mounts is there.",
    });
  }
  if (sandbox) {
    found.push({
      problem: /assign an IP|no available IP|\bENI\b/i.test(sandbox)
        ? "The subnet has no address left for it."
        : "Its network could not be set up.",
      seen: short(sandbox),
      mend: "See that the network plug-in's pods on its node are well, and how many addresses the private subnets have left.",
    });
  }
  return found.map((each) => ({ object: `Pod ${name}`, ...each }));
}
