import { mustBeGiven } from "../checks";
import { GCP_NODE_POOL } from "../gcp-types";
import type { ResourceRule } from "../rule";

export const gcpNodeOwnAccount: ResourceRule = {
  name: "gcp-node-own-account",
  pack: "identity",
  description: "GKE nodes have a service account of their own.",
  severity: "high",
  frameworks: ["SOC 2 CC6.3"],
  why: "Whoever takes a node takes its account; the default one may change the whole project.",
  mend: "Give nodeConfig.serviceAccount an account with roles/container.defaultNodeServiceAccount.",
  link: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa",
  types: [GCP_NODE_POOL],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown nodeConfig passes, and is judged at the update." },
  check: mustBeGiven("nodeConfig.serviceAccount", "its nodes act as the project's default account"),
};
