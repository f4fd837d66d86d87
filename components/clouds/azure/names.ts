import type { Scope } from "../../contracts/common";
import { digest } from "../../shared/naming";

/**
 * A name that nobody else in all of Azure may have, of at most `max` characters: the stack's and the thing's, closed with six
 * characters that stand for subscription, stack and thing. The same in every run, so that another layer finds it.
 *
 * @param hyphens whether it may hold `-`
 */
export function worldName(
  { name, account }: Pick<Scope, "name" | "account">,
  what: string,
  max: number,
  hyphens = true,
): string {
  const joint = hyphens ? "-" : "";
  const start = `${name}${joint}${what}`.toLowerCase().replaceAll(hyphens ? /[^a-z0-9-]/g : /[^a-z0-9]/g, "");
  const end = digest(`${account}/${name}/${what}`);
  const cut = start.slice(0, max - end.length - joint.length).replace(/-+$/, "");
  return `${cut}${joint}${end}`;
}

/** Longest name of a key vault. */
const VAULT = 24;

/** The vault of the stack's secrets. */
export const secretsVault = (scope: Pick<Scope, "name" | "account">): string => worldName(scope, "kv", VAULT);

/** The group that everything of a stack is in. */
export const groupName = ({ name }: Pick<Scope, "name">): string => name;

/** Full id of something in the stack's group, such as `Microsoft.KeyVault/vaults/shop-dev-kv-123abc`. */
export const idInGroup = (scope: Pick<Scope, "name" | "account">, path: string): string =>
  `/subscriptions/${scope.account}/resourceGroups/${groupName(scope)}/providers/${path}`;

/** Name of the identity that a cluster's control plane acts as. */
export const controlIdentity = ({ name }: Pick<Scope, "name">): string => `${name}-control`;
