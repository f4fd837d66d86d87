import type { Pricer } from "../../view";

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
