/** The stack's own user of a cache that has users: for people, probes and exporters. No workload has it. */
export const OWN_USER = "slipway";

/**
 * What a workload's user may do: everything with data, publishing, scripts and transactions; nothing that empties a cache, looks
 * through all of it, or changes the server (`@dangerous`, which `@admin` is part of), but INFO, which queues ask for the version.
 */
export const WORKLOAD_COMMANDS = "+@all -@dangerous +info";

/** The password of a login. @throws Error where another stack has made it, so that it is not known here */
export function knownPassword<T>(
  store: string,
  { role, password }: { readonly role: string; readonly password?: T },
): T {
  if (password === undefined) throw new Error(`${store}: the password of ${role} is another stack's`);
  return password;
}
