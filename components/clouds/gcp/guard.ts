import * as organizations from "@pulumi/gcp/organizations";
import { type ProviderResource, RunError } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";

/**
 * Stops before the first create when the credentials cannot see the stack's project. The provider itself acts in that
 * project alone; here the refusal is put in words.
 * @throws RunError that names the project.
 */
export async function guardProject(scope: Scope, provider: ProviderResource): Promise<void> {
  try {
    const found = await organizations.getProject({ projectId: scope.account }, { provider });
    if (found.projectId === scope.account && found.number) return;
  } catch (error) {
    throw refusal(scope, String(error instanceof Error ? error.message : error));
  }
  throw refusal(scope, "Google Cloud knows no such project");
}

function refusal({ account }: Scope, why: string): RunError {
  return new RunError(
    [
      `The credentials do not lead to the Google Cloud project ${account}, where this stack belongs; nothing was changed.`,
      `  given    ${why}`,
      "  mend     take credentials that may see it (gcloud auth application-default login),",
      "           or correct slipway:account if the stack really belongs in another project",
    ].join("\n"),
  );
}
