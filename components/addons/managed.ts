/** What every namespace that Slipway makes carries; the gateway lets routes in from these alone. */
export const managedLabel = { "app.kubernetes.io/managed-by": "slipway" } as const;
