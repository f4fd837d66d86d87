import * as pulumi from "@pulumi/pulumi";
import type { Override } from "../config/policy";

/** By these the clouds themselves refuse a deletion. */
const OWN_PROTECTION = ["deletionProtection", "enableDeletionProtection", "deletionProtectionEnabled"] as const;

/** Whether its last day (UTC) is over. */
export const hasExpired = ({ expires }: Override, now: Date): boolean =>
  Date.parse(`${expires.slice(0, 10)}T23:59:59.999Z`) < now.getTime();

/**
 * Takes the protection off the resources that the config's overrides name, the engine's and the cloud's own, and off no
 * other. Called before anything is registered; without overrides it costs nothing. The protection is only lifted: what
 * happens then is the change that the config asks for.
 * @throws pulumi.RunError naming every override that has expired
 */
export function liftProtection(overrides: readonly Override[], now: Date): void {
  const expired = overrides.filter((override) => hasExpired(override, now));
  if (expired.length > 0) {
    const lines = expired.map(
      ({ resource, action, expires }) => `  ${resource}: the permission to ${action} it expired on ${expires}`,
    );
    throw new pulumi.RunError(
      ["slipway:overrides holds what no longer holds; take it out, or decide anew:", ...lines].join("\n"),
    );
  }
  if (overrides.length === 0) return;
  const named = new Set(overrides.map(({ resource }) => resource));
  pulumi.runtime.registerStackTransformation(({ name, props, opts }) =>
    named.has(name) ? { props: unprotected(props), opts: { ...opts, protect: false } } : undefined,
  );
}

function unprotected(props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const lifted = OWN_PROTECTION.filter((key) => key in props).map((key) => [key, false] as const);
  return { ...props, ...Object.fromEntries(lifted) };
}
