import type { Input } from "@pulumi/pulumi";
import type { AddonIdentity, AddonSettings } from "../../contracts/addon";
import type { IdentityRole } from "./identity";

/**
 * What an add-on's controller may do, as roles on the stack's own things.
 * @param vault full id of the vault that holds the stack's secrets
 */
export function addonRoles(
  { rights }: AddonIdentity,
  settings: AddonSettings,
  vault: Input<string>,
): readonly IdentityRole[] {
  return (rights?.(settings) ?? []).flatMap((right): IdentityRole[] => {
    // The vault holds the stack's secrets, and nothing else.
    if (right.kind === "readSecrets") return [{ role: "readSecrets", on: vault }];
    if (right.kind === "useBucket") return [{ role: "writeBlobs", on: right.bucket.id }];
    if (right.kind === "proveNames") return right.zones.map((on) => ({ role: "changeRecords", on }));
    // Queues are SQS's: config refuses them here.
    return [];
  });
}
