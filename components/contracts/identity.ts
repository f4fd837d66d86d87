import type { Input } from "@pulumi/pulumi";
import type { ClusterHandle } from "./cluster";
import type { Inputs } from "./common";
import type { BucketHandle } from "./stores";

/** One right that an identity is given; a cloud turns it into its own policy. */
export type Grant =
  | { readonly kind: "bucket"; readonly bucket: BucketHandle; readonly mode: "read" | "readWrite" }
  | { readonly kind: "secrets"; readonly ids: Inputs<string> }
  | {
      readonly kind: "backups";
      readonly bucket: BucketHandle;
      /** `backup` adds and reads, and never deletes; `restore` reads, and tells how it went; `observe` reads that. */
      readonly role: "backup" | "restore" | "observe";
    };

/** Who the identity is for: one service account. */
export interface IdentityArgs {
  readonly cluster: ClusterHandle;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly grants: readonly Grant[];
}

/** An identity that the pods of one service account take on, with no key anywhere. */
export interface IdentityHandle {
  /** Annotations that the service account needs; empty where the cloud binds it by itself. */
  readonly annotations: Readonly<Record<string, Input<string>>>;
  /** Labels by which the cloud knows the pods that take it on. @default none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Pods fetch credentials from an agent on the node, so their network policy must allow it; none: they do not. */
  readonly agent?: IdentityAgent;
}

/** Where pods fetch credentials: an address of the node's own. */
export interface IdentityAgent {
  readonly cidr: string;
  readonly port: number;
}
