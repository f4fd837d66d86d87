/** In the place of the cloud's disk driver: gives each volume claim that a pod waits for a volume of its class. */
import type { KubeApi, KubeObject } from "../cluster/api";

/** A running stand-in for the disk driver. */
export interface Disks {
  /** @throws the first error that the driver met */
  stop(): Promise<void>;
}

/** Set by the scheduler, once it knows where the pod will run. */
const SELECTED_NODE = "volume.kubernetes.io/selected-node";

/**
 * Starts to serve every StorageClass there is or will be, whoever its driver is said to be. Volumes that are released go
 * where the class has the policy `Delete`.
 */
export function startDisks(api: KubeApi): Disks {
  let failure: Error | undefined;
  let changes = 0;
  let work: Promise<void> | undefined;
  const failed = (error: Error) => {
    failure ??= error;
  };
  const serveAll = async () => {
    for (let served = -1; served !== changes && failure === undefined; ) {
      served = changes;
      await serve(api).catch(failed);
    }
    work = undefined;
  };
  const changed = () => {
    changes += 1;
    work ??= serveAll();
  };
  const ends = ["persistentvolumeclaims", "persistentvolumes"].map((kind) =>
    api.watch(`/api/v1/${kind}`, changed, failed),
  );
  return {
    stop: async () => {
      for (const end of ends) end();
      await work;
      if (failure !== undefined) throw failure;
    },
  };
}

interface Claim {
  readonly accessModes: readonly string[];
  readonly storageClassName?: string;
  readonly volumeName?: string;
  readonly resources: { readonly requests: { readonly storage: string } };
}

async function serve(api: KubeApi): Promise<void> {
  const volumes = await api.list("/api/v1/persistentvolumes");
  for (const claim of await api.list("/api/v1/persistentvolumeclaims")) {
    const spec = claim["spec"] as Claim;
    const waits = spec.volumeName === undefined && claim.metadata.annotations?.[SELECTED_NODE] !== undefined;
    const name = `pvc-${claim.metadata["uid"]}`;
    if (!waits || volumes.some(({ metadata }) => metadata.name === name)) continue;
    const classes = await api.list("/apis/storage.k8s.io/v1/storageclasses");
    const storageClass = classes.find(({ metadata }) => metadata.name === spec.storageClassName);
    if (storageClass) {
      await api.create("/api/v1/persistentvolumes", volume(name, claim, spec, storageClass));
    }
  }
  for (const { metadata, spec, status } of volumes) {
    const released = (status as { phase?: string } | undefined)?.phase === "Released";
    const policy = (spec as { persistentVolumeReclaimPolicy?: string }).persistentVolumeReclaimPolicy;
    // One that is on its way out is heard of again.
    const goes = metadata["deletionTimestamp"] !== undefined;
    if (released && policy === "Delete" && !goes) await api.delete(`/api/v1/persistentvolumes/${metadata.name}`);
  }
}

function volume(name: string, { metadata }: KubeObject, claim: Claim, storageClass: KubeObject): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      capacity: { storage: claim.resources.requests.storage },
      accessModes: claim.accessModes,
      storageClassName: storageClass.metadata.name,
      persistentVolumeReclaimPolicy: storageClass["reclaimPolicy"] ?? "Delete",
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", ...pick(metadata) },
      csi: { driver: storageClass["provisioner"], volumeHandle: `vol-${name}` },
    },
  };
}

function pick({ name, namespace, uid }: KubeObject["metadata"]): object {
  return { name, namespace, uid };
}
