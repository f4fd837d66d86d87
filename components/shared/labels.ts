/** What every namespace that Slipway makes carries; the gateway lets routes in from these alone. */
export const managedLabel = { "app.kubernetes.io/managed-by": "slipway" } as const;

/** How much pods of a namespace may ask of a node. */
export type PodSecurity = "restricted" | "baseline" | "privileged";

/** The labels that hold a namespace's pods to a Pod Security level: refused, audited and warned of alike. */
export function podSecurityLabels(level: PodSecurity): Record<string, string> {
  return Object.fromEntries(["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, level]));
}
