/**
 * Everything of EKS that has a version, pinned once. Sources: Bottlerocket's releases (1.65.0, build 0be31b34, its AMI
 * release names are the same for every Kubernetes version) and `aws eks describe-addon-versions`, autumn 2026.
 * A test keeps the table whole: each version has each add-on.
 */
export const nodeRelease = "1.65.0-0be31b34";

/** The same release, as Karpenter calls it. */
export const nodeImage = `bottlerocket@v${nodeRelease.split("-")[0]}`;

/** EKS add-ons that are the same for all supported Kubernetes versions. */
const shared = {
  "vpc-cni": "v1.22.4-eksbuild.3",
  "aws-ebs-csi-driver": "v1.59.0-eksbuild.1",
  "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
} as const;

/** Kubernetes version → EKS add-on → pinned build. */
export const eksAddons = {
  "1.34": { ...shared, coredns: "v1.12.4-eksbuild.29", "kube-proxy": "v1.34.6-eksbuild.21" },
  "1.35": { ...shared, coredns: "v1.13.2-eksbuild.21", "kube-proxy": "v1.35.3-eksbuild.21" },
  "1.36": { ...shared, coredns: "v1.14.3-eksbuild.14", "kube-proxy": "v1.36.0-eksbuild.17" },
} as const;

export type EksVersion = keyof typeof eksAddons;
export type EksAddon = keyof (typeof eksAddons)[EksVersion];

/** The supported Kubernetes versions, oldest first. */
export const eksVersions = Object.keys(eksAddons) as [EksVersion, ...EksVersion[]];
