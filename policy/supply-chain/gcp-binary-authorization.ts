import { GCP_CLUSTER } from "../gcp-types";
import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";

export const gcpBinaryAuthorization: ResourceRule = {
  name: "gcp-binary-authorization",
  pack: "supply-chain",
  description: "GKE starts only images that a policy lets through.",
  severity: "medium",
  frameworks: ["SOC 2 CC6.8", "SOC 2 CC8.1"],
  why: "Otherwise anything that a token may pull can run.",
  mend: 'Set binaryAuthorization.evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE".',
  link: "https://cloud.google.com/binary-authorization/docs/overview",
  types: [GCP_CLUSTER],
  level: "advisory",
  onUnknown: { behaviour: "passes", text: "An unknown binaryAuthorization passes, and is judged at the update." },
  check: ({ props }) => {
    const mode = at(props, "binaryAuthorization.evaluationMode");
    return isMissing(mode) || mode === "DISABLED" ? ["no policy says which images may run"] : [];
  },
};
