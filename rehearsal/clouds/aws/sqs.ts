import { type TypeModel, text } from "../model";
import { to, withArn } from "./shared";

/** Queues. */
export const sqs: Readonly<Record<string, TypeModel>> = {
  "aws:sqs/queue:Queue": {
    id: (c) => `https://sqs.${c.region}.amazonaws.com/${c.account}/${text(c.inputs, "name")}`,
    autoName: { property: "name", max: 80 },
    references: [to.keyArn("kmsMasterKeyId")],
    outputs: (c) => ({ ...withArn("sqs", () => text(c.inputs, "name"))(c), url: c.id }),
    replaceOn: ["name", "fifoQueue"],
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    id: (c) => text(c.inputs, "queueUrl"),
    references: [{ path: "queueUrl", to: ["aws:sqs/queue:Queue"], error: "AWS.SimpleQueueService.NonExistentQueue" }],
    replaceOn: ["queueUrl"],
  },
};
