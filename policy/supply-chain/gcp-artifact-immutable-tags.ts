import { mustBeOn, where } from "../checks";
import { GCP_REPOSITORY } from "../gcp-types";
import { isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const gcpArtifactImmutableTags: ResourceRule = {
  name: "gcp-artifact-immutable-tags",
  pack: "supply-chain",
  description: "A tag of an image never moves.",
  severity: "medium",
  frameworks: ["SOC 2 CC8.1"],
  why: "What was tested under a tag could be something else when it is deployed.",
  mend: "Set dockerConfig.immutableTags: true.",
  link: "https://cloud.google.com/artifact-registry/docs/repositories/create-repos",
  types: [GCP_REPOSITORY],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown dockerConfig or format passes; only Docker repositories have tags that can be fixed.",
  },
  check: where(
    (props) => props["format"] === "DOCKER" && (isMissing(props["mode"]) || props["mode"] === "STANDARD_REPOSITORY"),
    mustBeOn("dockerConfig.immutableTags", "its tags may be moved"),
  ),
};
