import { getRoleDefinition } from "@pulumi/azure-native/authorization/getRoleDefinition";
import { type ProviderResource, RunError } from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";
import { roles } from "./roles";

/**
 * Stops before the first create when the credentials cannot see the stack's subscription: a role that every subscription has is
 * read in it.
 * @throws RunError that names the subscription.
 */
export async function guardSubscription({ account }: Scope, provider: ProviderResource): Promise<void> {
  try {
    const scope = `/subscriptions/${account}`;
    const found = await getRoleDefinition({ roleDefinitionId: roles.pullImages, scope }, { provider });
    if (found.name) return;
  } catch (error) {
    throw refusal(account, String(error instanceof Error ? error.message : error));
  }
  throw refusal(account, "Azure knows no such subscription");
}

function refusal(account: string, why: string): RunError {
  return new RunError(
    [
      `The credentials do not lead to the Azure subscription ${account}, where this stack belongs; nothing was changed.`,
      `  given    ${why}`,
      "  mend     take credentials that may see it (az login), or correct slipway:account if the stack",
      "           really belongs in another subscription",
    ].join("\n"),
  );
}
