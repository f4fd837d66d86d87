/** A disk that outlives pods: a PersistentVolumeClaim. */
export interface VolumeValues {
  /** Where it is mounted, in every container of the pod. */
  readonly path: string;
  /** Such as `50Gi`. It can grow where its class lets it, and never shrink. */
  readonly size: string;
  /** StorageClass. @default the cluster's default one */
  readonly className?: string;
  /**
   * Who may mount it: the pods of one node, one pod, or the pods of many nodes. Only with the last can there be several
   * pods, and only then does an update bring the new pod up before the old one goes.
   *
   * @default "ReadWriteOnce"
   */
  readonly accessMode?: "ReadWriteOnce" | "ReadWriteOncePod" | "ReadWriteMany";
  /** Whether the claim stays when the release is removed, or no longer names it. @default true */
  readonly retained?: boolean;
}
