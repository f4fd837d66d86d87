/**
 * Kubernetes versions that AKS supports, oldest first. Source: "Supported Kubernetes versions in AKS", autumn 2026. AKS
 * picks the patch.
 */
export const aksVersions = ["1.34", "1.35", "1.36"] as const;

export type AksVersion = (typeof aksVersions)[number];
