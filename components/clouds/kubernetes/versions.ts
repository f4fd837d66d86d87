/**
 * Kubernetes versions that Slipway's add-ons go with, oldest first: those that kubernetes.io/releases looks after, autumn 2026,
 * with the last that has just ended.
 */
export const kubernetesVersions = ["1.34", "1.35", "1.36"] as const;

export type KubernetesVersion = (typeof kubernetesVersions)[number];
