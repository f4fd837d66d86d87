import type { Pricer } from "../../view";
import { HOURS, numberAt } from "./shared";

/** What is taken in, and what is kept of it. CloudWatch keeps it compressed, so the true figure is below this. */
export const logGroup: Pricer = (record, bill, { book, usage }) => {
  const months = numberAt(record, "retentionInDays", 30) / 30;
  bill.add(record, {
    ...{ part: "logs and metrics", what: "logs taken in", unit: "GB" },
    ...{ quantity: usage.logGb, price: book.service("logs.in.gb") },
  });
  bill.add(record, {
    ...{ part: "logs and metrics", what: "logs kept", unit: "GB-months" },
    ...{ quantity: usage.logGb * months, price: book.service("logs.kept.gb") },
  });
};

export const kmsKey: Pricer = (record, bill, { book }) =>
  bill.add(record, {
    ...{ part: "keys and secrets", what: "key", unit: "months", quantity: 1, price: book.service("kms.key") },
  });

export const secret: Pricer = (record, bill, { book }) =>
  bill.add(record, {
    ...{ part: "keys and secrets", what: "secret", unit: "months", quantity: 1, price: book.service("secret.month") },
  });

/** The control plane. A version past its standard support costs more, and the config knows none such. */
export const eksCluster: Pricer = (record, bill, { book }) =>
  bill.add(record, {
    ...{ part: "cluster", what: "control plane", unit: "hours", quantity: HOURS, price: book.service("eks.cluster") },
  });

/** An alarm, by the metrics that it watches. */
export const alarm: Pricer = (record, bill, { book }) => {
  const queries = record.inputs["metricQueries"];
  bill.add(record, {
    ...{ part: "logs and metrics", what: "alarm", unit: "metric-months" },
    ...{ quantity: Array.isArray(queries) ? Math.max(1, queries.length) : 1, price: book.service("alarm.month") },
  });
};

/** Karpenter and its like ask a queue for messages every 20 seconds. */
export const queue: Pricer = (record, bill, { book }) =>
  bill.add(record, {
    ...{ part: "messages", what: "requests", unit: "million", quantity: (HOURS * 3600) / 20 / 1e6 },
    price: book.service("sqs.1m"),
  });
