/**
 * Kubernetes versions that GKE's regular channel offers, oldest first. Source: "GKE release schedule", autumn 2026. GKE
 * picks the patch, and upgrades nodes after the control plane.
 */
export const gkeVersions = ["1.34", "1.35", "1.36"] as const;

export type GkeVersion = (typeof gkeVersions)[number];
