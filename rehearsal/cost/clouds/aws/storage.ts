import { texts } from "../../../clouds/paths";
import type { Pricer } from "../../view";

/** A disk of its own, and copies of it. */
export const volume: Pricer = (record, bill, { book }) => {
  const kind = String(record.inputs["type"] ?? "gp2");
  bill.add(record, {
    ...{ part: "storage", what: `${kind} disk`, unit: "GB-months", quantity: Number(record.inputs["size"] ?? 0) },
    price: book.service(`ebs.${kind}.gb`),
  });
};

/** Copies in a vault, at the price of snapshots of disks: RDS's cost more, cold ones less. */
export const vault: Pricer = (record, bill, { book, usage }) =>
  bill.add(record, {
    ...{ part: "storage", what: "copies in the vault", unit: "GB-months" },
    ...{ quantity: usage.vaultGb, price: book.service("snapshot.gb") },
  });

export const files: Pricer = (record, bill, { book, usage }) =>
  bill.add(record, {
    ...{ part: "storage", what: "shared files", unit: "GB-months" },
    ...{ quantity: usage.filesGb, price: book.service("efs.gb") },
  });

export const images: Pricer = (record, bill, { book, usage }) =>
  bill.add(record, {
    ...{ part: "storage", what: "images", unit: "GB-months" },
    ...{ quantity: usage.imageGb, price: book.service("ecr.gb") },
  });

/** Copies of every image in each region that the registry is copied to. */
export const imageCopies: Pricer = (record, bill, { graph, book, usage }) => {
  const registries = texts(record.inputs, "replicationConfiguration.rules[].destinations[].region").length;
  const repositories = graph.ofType("aws:ecr/repository:Repository").length;
  bill.add(record, {
    ...{ part: "storage", what: "copies of images", unit: "GB-months" },
    ...{ quantity: usage.imageGb * registries * repositories, price: book.service("ecr.gb") },
  });
};

/** A bucket, and what is asked of it. What keeps logs is small and hardly read. */
export const bucket: Pricer = (record, bill, { book, usage }) => {
  const logs = record.name.endsWith("-logs");
  const add = (what: string, unit: string, quantity: number, price: string): void =>
    bill.add(record, { part: "storage", what, unit, quantity, price: book.service(price) });
  add("objects", "GB-months", logs ? usage.logGb : usage.bucketGb, "s3.gb");
  if (logs) return;
  add("writes", "thousand", usage.bucketWrites * 1000, "s3.put.1k");
  add("reads", "ten thousand", usage.bucketReads * 100, "s3.get.10k");
};
