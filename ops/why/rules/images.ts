import type { ContainerStatus, Pod } from "../../cluster/objects";
import { type Finding, short } from "../finding";
import { type Scene, warningsOf } from "../scene";

/** Words of registries and kubelets → what they mean, and how to mend it. */
const PULLS: readonly (readonly [words: RegExp, is: string, mend: string])[] = [
  [
    /no match for platform|exec format/i,
    "has no build for the node's processor",
    "Build it for linux/amd64 and linux/arm64, or choose nodes by architecture.",
  ],
  [
    /unauthorized|authentication required|denied|forbidden|\b40[13]\b/i,
    "may not be pulled: the registry wants a login, or this one has no right to it",
    "Give slipway:images a pull secret for the registry, or the nodes' role the right to read it.",
  ],
  [
    /toomanyrequests|rate limit|\b429\b/i,
    "is refused for now: too many pulls from here",
    "Wait, log in to the registry, or mirror the image.",
  ],
  [
    /not found|manifest unknown|name unknown|\b404\b/i,
    "is not in the registry",
    "Look for a typing error in the tag, or push it; then deploy it again.",
  ],
  [
    /no such host|i\/o timeout|connection refused|deadline exceeded|tls:|x509/i,
    "cannot be fetched: the registry is not reached from the nodes",
    "Look at NAT, network policies and the registry's address.",
  ],
];

/** An image that a pod cannot have. */
export function image(scene: Scene, pod: Pod, { name, state }: ContainerStatus): Omit<Finding, "object"> {
  const all = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const wanted = all.find((each) => each.name === name)?.image ?? "?";
  const said = warningsOf(scene, "Pod", pod.metadata.name)
    .map(({ message = "" }) => message)
    .find((message) => /pull|image|manifest/i.test(message) && !/^Error:|Back-off/.test(message));
  const seen = said ?? state?.waiting?.message ?? "";
  const runbook = "workload-image-unavailable";
  if (state?.waiting?.reason === "InvalidImageName") {
    const mend = "Correct the workload's image in the config.";
    return { problem: `"${wanted}" is no name of an image.`, seen: short(seen), mend, runbook };
  }
  const [, is = "cannot be pulled", mend = "See whether the tag exists and whether the nodes may read it."] =
    PULLS.find(([words]) => words.test(seen)) ?? [];
  return { problem: `The image ${wanted} ${is}.`, ...(seen && { seen: short(seen) }), mend, runbook };
}
