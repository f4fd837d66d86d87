import type { Input } from "@pulumi/pulumi";
import type { NetworkHandle } from "./network";

/** Who may do what in the cluster, beyond the break-glass identity. */
export interface AccessGrant {
  /** The cloud's name of the person, group or role: an IAM role ARN on AWS. */
  readonly principal: string;
  readonly role: "admin" | "edit" | "view";
}

/** What every cloud needs to make a cluster. */
export interface ClusterArgs {
  /** Kubernetes minor version, such as `1.34`. */
  readonly version: string;
  readonly network: NetworkHandle;
  /** Address ranges that may reach the public endpoint; empty: the endpoint is private only. */
  readonly publicAccess: readonly string[];
  readonly access: readonly AccessGrant[];
  /** Days that control-plane logs are kept. */
  readonly logDays: number;
  /** Namespaces of workloads and add-ons, for clouds that place pods by namespace. */
  readonly namespaces: readonly string[];
}

/**
 * A cluster, made or adopted. On a cloud `kubeconfig` holds no credential: it calls the cloud's own login command; one that
 * people bring may hold one, and is secret then.
 */
export interface ClusterHandle {
  readonly name: Input<string>;
  readonly endpoint: Input<string>;
  readonly kubeconfig: Input<string>;
  /** Its context in the kubeconfig of whoever runs this, where `kubeconfig` is empty. @default `kubeconfig` says */
  readonly context?: string;
  /** OIDC issuer URL of the cluster's service accounts. */
  readonly issuer: Input<string>;
  /** What a store's firewall lets in: the security group of nodes and pods on AWS. */
  readonly accessGroup: Input<string>;
  /** Who brings workloads' nodes; how a cloud's identities reach its pods depends on it. */
  readonly compute: string;
  /** Name of the role or identity that nodes run as; empty where the cloud hides nodes. */
  readonly nodeRole: Input<string>;
  /** What the names of images in the stack's own registry begin with; none without one. */
  readonly registry?: Input<string>;
}
