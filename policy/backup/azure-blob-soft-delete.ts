import { AZURE_BLOBS } from "../azure-types";
import { type Check, every, mustBeOn } from "../checks";
import { at } from "../read";
import type { Resource, ResourceRule } from "../rule";

/** Days that a repair sets where none are given. */
const DAYS = 7;
const KEPT = ({ props }: Resource, policy: string) => {
  const days = at(props, `${policy}.days`);
  return { enabled: true, days: typeof days === "number" ? days : DAYS };
};

const check: Check = every(
  mustBeOn("deleteRetentionPolicy.enabled", "deleted objects are gone at once"),
  mustBeOn("containerDeleteRetentionPolicy.enabled", "deleted containers are gone at once"),
);

export const azureBlobSoftDelete: ResourceRule = {
  name: "azure-blob-soft-delete",
  pack: "backup",
  description: "Deleted objects can be brought back for some days.",
  severity: "medium",
  frameworks: ["CIS Azure Foundations 4.10", "SOC 2 A1.2", "GDPR Art. 32"],
  why: "A wrong script deletes in seconds what took years.",
  mend: "Set deleteRetentionPolicy { enabled: true, days: 7 or more }, and the same for containers.",
  link: "https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview",
  types: [AZURE_BLOBS],
  level: "remediate",
  onUnknown: { behaviour: "judges-the-rest", text: "An unknown policy passes; the other one is judged." },
  check,
  inPlace:
    "Policies of the account, changed in place; what is deleted from then on is kept, and paid for, for the days given.",
  remediate: (resource, context) =>
    check(resource, context).length > 0
      ? {
          deleteRetentionPolicy: KEPT(resource, "deleteRetentionPolicy"),
          containerDeleteRetentionPolicy: KEPT(resource, "containerDeleteRetentionPolicy"),
        }
      : undefined,
};
