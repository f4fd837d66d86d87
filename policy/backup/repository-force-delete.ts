import { mustNotBeOn } from "../checks";
import type { ResourceRule } from "../rule";
import { ECR_REPOSITORY } from "../types";

export const repositoryForceDelete: ResourceRule = {
  name: "repository-force-delete",
  pack: "backup",
  description: "A repository is not deleted with the images in it.",
  severity: "medium",
  frameworks: ["SOC 2 A1.2"],
  why: "Without its images, no node that is replaced can start what it ran.",
  mend: "Leave forceDelete out.",
  link: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-delete.html",
  types: [ECR_REPOSITORY],
  level: "mandatory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown forceDelete passes, and is judged at the update." },
  check: mustNotBeOn("forceDelete", "its images would be deleted with it"),
};
