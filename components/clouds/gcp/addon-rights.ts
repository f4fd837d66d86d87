import type { Input } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import type { AddonIdentity, AddonRight, AddonSettings, CloudFacts } from "../../contracts/addon";
import type { ProjectRole } from "./account";

/**
 * What an add-on's controller may do, as roles in the project; each is bound to the stack's own things.
 * @param projectNumber IAM names secrets by the project's number, never by its id
 */
export function addonRoles(
  { rights }: AddonIdentity,
  facts: CloudFacts,
  settings: AddonSettings,
  projectNumber: Input<string>,
): readonly ProjectRole[] {
  return (rights?.(settings) ?? []).flatMap((right) => rolesOf(right, facts, projectNumber));
}

function rolesOf(right: AddonRight, { secretPrefix }: CloudFacts, projectNumber: Input<string>): ProjectRole[] {
  // Queues are SQS's: config refuses them here. Rights on buckets and zones lie on these themselves.
  if (right.kind !== "readSecrets") return [];
  return [
    {
      role: "roles/secretmanager.secretAccessor",
      condition: {
        title: "secrets of the stack",
        expression: output(projectNumber).apply(
          (number) => `resource.name.startsWith("projects/${number}/secrets/${secretPrefix}")`,
        ),
      },
    },
  ];
}
