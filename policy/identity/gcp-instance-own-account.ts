import { GCP_INSTANCE, GCP_INSTANCE_TEMPLATE } from "../gcp-types";
import { at, isMissing, isUnknown } from "../read";
import type { ResourceRule } from "../rule";

export const gcpInstanceOwnAccount: ResourceRule = {
  name: "gcp-instance-own-account",
  pack: "identity",
  description: "Instances have a service account of their own.",
  severity: "high",
  frameworks: ["CIS GCP Foundations 4.1", "CIS GCP Foundations 4.2", "SOC 2 CC6.3"],
  why: "The default account is Editor of the project unless somebody took that away.",
  mend: "Give serviceAccount.email an account with the roles that are needed.",
  link: "https://cloud.google.com/compute/docs/access/service-accounts",
  types: [GCP_INSTANCE, GCP_INSTANCE_TEMPLATE],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown serviceAccount passes, and is judged at the update." },
  check: ({ props }) => {
    const account = at(props, "serviceAccount");
    if (isUnknown(account) || isMissing(account)) return [];
    const email = at(account, "email");
    return isMissing(email) || /-compute@developer\.gserviceaccount\.com$/.test(String(email))
      ? ["it acts as the project's default account"]
      : [];
  },
};
