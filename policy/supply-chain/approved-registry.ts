import { podCheck } from "../pods";
import { isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";

/** The image with its registry written out, as the container runtime reads it. */
export function fullName(image: string): string {
  const [first = "", ...rest] = image.split("/");
  if (rest.length > 0 && (/[.:]/.test(first) || first === "localhost")) return image;
  return rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`;
}

export const approvedRegistry: ResourceRule = {
  name: "approved-registry",
  pack: "supply-chain",
  description: "Images come from registries that the stack approves (slipway:policy.registries).",
  severity: "high",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide", "SOC 2 CC8.1"],
  why: "What anybody may publish, anybody may poison; and a registry that is gone stops every new pod.",
  mend: "Copy the image to an approved registry, or add its registry to slipway:policy.registries.",
  link: "https://kubernetes.io/docs/concepts/containers/images/",
  types: WORKLOADS,
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown images pass; so does all while the list is empty." },
  check: (resource, { registries }) =>
    podCheck({
      container: ({ label, spec }) => {
        const image = spec["image"];
        if (registries.length === 0 || typeof image !== "string" || isUnknown(image) || image === "") return [];
        const name = fullName(image);
        const approved = registries.some((registry) =>
          name.startsWith(registry.endsWith("/") ? registry : `${registry}/`),
        );
        return approved ? [] : [`${label} runs ${image}, which comes from no approved registry`];
      },
    })(resource),
};
