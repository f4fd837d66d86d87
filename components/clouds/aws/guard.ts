import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";

/**
 * Stops before the first create when the credentials are another account's. The provider itself refuses that account
 * too (`allowedAccountIds`, which also guards a refresh or a destroy, when this program does not run); here the refusal
 * is put in words.
 * @throws pulumi.RunError that names both accounts.
 */
export async function guardAccount(scope: Scope, provider: aws.Provider): Promise<void> {
  const found = await callerAccount(provider);
  if (found === scope.account) return;
  throw new pulumi.RunError(
    [
      `The credentials are for AWS account ${found}, but this stack belongs in ${scope.account}; nothing was changed.`,
      "  mend     take credentials of the right account (AWS_PROFILE, aws sso login),",
      "           or correct slipway:account if the stack really belongs in the other one",
    ].join("\n"),
  );
}

/** The account that the credentials are of; from the provider's own refusal, where it refuses to start. */
async function callerAccount(provider: aws.Provider): Promise<string> {
  try {
    return (await aws.getCallerIdentity({}, { provider })).accountId;
  } catch (error) {
    const refused = /account ID not allowed: (\d{12})/i.exec(String(error));
    if (refused?.[1]) return refused[1];
    throw error;
  }
}
