import type { Pricer } from "../../view";
import { HOURS, numberAt } from "./shared";

/** DocumentDB bills for 10 GB at least ("Amazon DocumentDB pricing"). */
const LEAST_GB = 10;

/** A DocumentDB cluster: its volume, which grows by itself, what is read and written, and its backups. */
export const documentCluster: Pricer = (record, bill, { book, usage }) => {
  const gb = Math.max(LEAST_GB, usage.documentGb);
  bill.add(record, {
    ...{ part: "databases", what: "DocumentDB volume", unit: "GB-months" },
    quantity: { least: LEAST_GB, expected: gb, most: gb },
    price: book.service("docdb.gb"),
  });
  bill.add(record, {
    ...{ part: "databases", what: "DocumentDB reads and writes", unit: "millions" },
    quantity: usage.documentIo,
    price: book.service("docdb.io.1m"),
  });
  // As much as the volume is free; what is kept is the data once and what each day changes.
  const days = numberAt(record, "backupRetentionPeriod", 1);
  bill.add(record, {
    ...{ part: "databases", what: `backups of ${days} days beyond the free size`, unit: "GB-months" },
    quantity: Math.max(0, usage.documentGb * usage.dailyChange * days),
    price: book.service("docdb.backup.gb"),
  });
};

/** One of its members: hours of its class. */
export const documentMember: Pricer = (record, bill, { book }) => {
  const type = String(record.inputs["instanceClass"]);
  bill.add(record, {
    ...{ part: "databases", what: `DocumentDB ${type}`, unit: "hours" },
    quantity: HOURS,
    price: book.document(type.replace(/^db\./, "")),
  });
};
