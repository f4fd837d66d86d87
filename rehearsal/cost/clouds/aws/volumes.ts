import { isRecord, type Json } from "../../../clouds/model";
import { gibibytes } from "../../demand";
import type { Pricer } from "../../view";

interface Disk {
  readonly gib: number;
  readonly shared: boolean;
}

/** Disks that pods of a release ask for: claims in its values, and volumes of a workload. */
export const releaseVolumes: Pricer = (record, bill, { book }) => {
  for (const { gib, shared } of disksIn(record.inputs["values"], 1))
    bill.add(record, {
      ...{ part: "storage", what: `${shared ? "shared files" : "disks of pods"}, ${gib} GB`, unit: "GB-months" },
      ...{ quantity: gib, price: book.service(shared ? "efs.gb" : "ebs.gp3.gb") },
    });
};

const none: readonly Disk[] = [];

function disksIn(value: Json | undefined, replicas: number): readonly Disk[] {
  if (typeof value !== "object" || value === null) return none;
  if (Array.isArray(value)) return inAll(value, replicas);
  const said = value["replicas"] ?? value["replicaCount"];
  const count = typeof said === "number" ? said : replicas;
  const { requests, size, accessMode, path } = value;
  if (isRecord(requests) && requests["storage"] !== undefined)
    return [{ gib: gibibytes(requests["storage"]) * count, shared: false }];
  // A volume of Slipway's own chart; one that many nodes share is paid for once.
  if (typeof size === "string" && typeof path === "string" && typeof accessMode === "string") {
    const shared = accessMode === "ReadWriteMany";
    return [{ gib: gibibytes(size) * (shared ? 1 : count), shared }];
  }
  return inAll(Object.values(value), count);
}

/** Most values hold none, and no list is made for them. */
function inAll(values: readonly Json[], replicas: number): readonly Disk[] {
  let found = none;
  for (const value of values) {
    const disks = disksIn(value, replicas);
    if (disks.length > 0) found = [...found, ...disks];
  }
  return found;
}
