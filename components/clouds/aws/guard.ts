import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Scope } from "../../contracts/common";

/**
 * Stops before the first create when the credentials are another account's.
 * @throws pulumi.RunError that names both accounts.
 */
export async function guardAccount(scope: Scope, provider: aws.Provider): Promise<void> {
  const { accountId } = await aws.getCallerIdentity({}, { provider });
  if (accountId === scope.account) return;
  throw new pulumi.RunError(
    [
      `The credentials are for AWS account ${accountId}, but this stack belongs in ${scope.account}; nothing was changed.`,
      "  mend     take credentials of the right account (AWS_PROFILE, aws sso login),",
      "           or correct slipway:account if the stack really belongs in the other one",
    ].join("\n"),
  );
}
