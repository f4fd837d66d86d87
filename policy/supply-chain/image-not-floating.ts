import { podCheck } from "../pods";
import { isDict, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { HELM_RELEASE, WORKLOADS } from "../types";

/** True for an image without a tag, or with one that moves by its nature. */
export function floats(image: unknown): boolean {
  if (
    typeof image !== "string" ||
    isUnknown(image) ||
    image === "" ||
    image.includes("@sha256:") ||
    image.includes("{{")
  )
    return false;
  const tag = image.split("/").at(-1)?.split(":")[1];
  return tag === undefined || tag === "latest";
}

export const imageNotFloating: ResourceRule = {
  name: "image-not-floating",
  pack: "supply-chain",
  description: "Images name a version or a digest, never latest.",
  severity: "high",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide"],
  why: "What runs after a restart is whatever was pushed last; a rollback has nothing to go back to.",
  mend: "Give a version tag, or better a digest (@sha256:…).",
  link: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  types: [...WORKLOADS, HELM_RELEASE],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown images and tags pass." },
  check: podCheck({
    container: ({ label, spec }) => (floats(spec["image"]) ? [`${label} runs ${String(spec["image"])}`] : []),
    values: {
      keys: ["tag", "image"],
      find: ({ path, value }) => {
        if (value["tag"] === "latest" && value["digest"] === undefined) return [`${path}.tag is latest`];
        const image = value["image"];
        return typeof image === "string" && /:latest$/.test(image) && !isDict(image)
          ? [`${path}.image is ${image}`]
          : [];
      },
    },
  }),
};
