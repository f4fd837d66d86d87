import { podCheck } from "../pods";
import { isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { WORKLOADS } from "../types";
import { floats } from "./image-not-floating";

export const imageDigest: ResourceRule = {
  name: "image-digest",
  pack: "supply-chain",
  description: "Images are named by their digest.",
  severity: "medium",
  frameworks: ["NSA/CISA Kubernetes Hardening Guide", "SLSA Build L1", "SOC 2 CC8.1"],
  why: "A tag can be moved: what was tested is then not what runs, and two pods of one version differ.",
  mend: "Add the digest that your registry shows: name:tag@sha256:…",
  link: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  types: WORKLOADS,
  level: "advisory",
  levels: { dev: "disabled" },
  onUnknown: {
    behaviour: "judges-the-rest",
    text: "Unknown images pass; one without a tag is the finding of image-not-floating.",
  },
  check: podCheck({
    container: ({ label, spec }) => {
      const image = spec["image"];
      return typeof image === "string" && !isUnknown(image) && image !== "" && !floats(image) && !/@sha256:/.test(image)
        ? [`${label} runs ${image}`]
        : [];
    },
  }),
};
