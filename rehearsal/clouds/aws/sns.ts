import { CloudError, type TypeModel, text } from "../model";
import { to, withArn } from "./shared";

const topic = (path: string) =>
  ({ path, to: ["aws:sns/topic:Topic"], by: "arn", error: "NotFound", blocks: false }) as const;

/** Topics, and who hears of what is said there. */
export const sns: Readonly<Record<string, TypeModel>> = {
  "aws:sns/topic:Topic": {
    // The provider's id of a topic is its ARN.
    id: (c) => `arn:aws:sns:${c.region}:${c.account}:${text(c.inputs, "name")}`,
    autoName: { property: "name", max: 256 },
    references: [to.keyArn("kmsMasterKeyId")],
    outputs: (c) => ({ ...withArn("sns", () => text(c.inputs, "name"))(c), owner: c.account }),
    replaceOn: ["name", "fifoTopic"],
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    id: (c) => text(c.inputs, "arn"),
    references: [topic("arn")],
    replaceOn: ["arn"],
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    id: (c) =>
      `${text(c.inputs, "topic")}:${c.hash(8)}-${c.hash(4, "b")}-${c.hash(4, "c")}-${c.hash(4, "d")}-${c.hash(12, "e")}`,
    references: [topic("topic")],
    validate: (c) => {
      const [protocol, endpoint] = [c.inputs["protocol"], c.inputs["endpoint"]];
      if (protocol === "https" && typeof endpoint === "string" && /^http:/.test(endpoint)) {
        throw new CloudError("InvalidParameter", "Endpoint must match the specified protocol");
      }
    },
    outputs: (c) => ({ arn: c.id, ownerId: c.account, pendingConfirmation: c.inputs["endpointAutoConfirms"] !== true }),
    replaceOn: ["topic", "protocol", "endpoint"],
  },
};
