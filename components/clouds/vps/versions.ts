/** Kubernetes minor version → the release of k3s that is installed: github.com/k3s-io/k3s, v1.35.3+k3s1 of 2026-03. */
export const k3sReleases = { "1.35": "v1.35.3+k3s1" } as const;

export type K3sVersion = keyof typeof k3sReleases;

/** Where the releases are. */
export const K3S_SOURCE = "https://github.com/k3s-io/k3s/releases/download";
