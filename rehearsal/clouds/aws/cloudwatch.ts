import { CloudError, type TypeModel, text } from "../model";
import { arn, tagsOf, to, withArn } from "./shared";

/** Logs, events and alarms. */
export const cloudwatch: Readonly<Record<string, TypeModel>> = {
  "aws:cloudwatch/logGroup:LogGroup": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 512 },
    references: [to.keyArn("kmsKeyId")],
    outputs: withArn("logs", (c) => `log-group:${text(c.inputs, "name")}`),
    unique: { output: "name", error: "ResourceAlreadyExistsException" },
    replaceOn: ["name"],
  },
  "aws:cloudwatch/logStream:LogStream": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 512 },
    references: [
      { path: "logGroupName", to: ["aws:cloudwatch/logGroup:LogGroup#name"], error: "ResourceNotFoundException" },
    ],
    // Without tags, unlike its group.
    outputs: (c) => ({
      arn: arn(c, "logs", `log-group:${text(c.inputs, "logGroupName")}:log-stream:${text(c.inputs, "name")}`),
    }),
    replaceOn: ["name", "logGroupName"],
  },
  "aws:cloudwatch/eventRule:EventRule": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 64 },
    outputs: (c) => ({
      ...withArn("events", () => `rule/${c.id}`)(c),
      eventBusName: c.inputs["eventBusName"] ?? "default",
    }),
    replaceOn: ["name", "eventBusName"],
    inUse: "ValidationException",
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    id: (c) => `${text(c.inputs, "rule")}-${text(c.inputs, "targetId", c.hash(7))}`,
    references: [
      { path: "rule", to: ["aws:cloudwatch/eventRule:EventRule#name"], error: "ResourceNotFoundException" },
      {
        path: "arn",
        to: ["aws:sqs/queue:Queue#arn"],
        error: "ResourceNotFoundException",
        except: /^arn:aws[\w-]*:(?!sqs)/,
      },
    ],
    outputs: (c) => ({ targetId: c.inputs["targetId"] ?? `target-${c.hash(7)}` }),
    replaceOn: ["rule", "targetId", "eventBusName"],
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 255 },
    validate: (c) => {
      const [one, many] = [c.inputs["metricName"], c.inputs["metricQueries"]];
      if ((one === undefined) === (many === undefined)) {
        throw new CloudError("ValidationError", "either MetricName or Metrics must be given, and not both");
      }
    },
    outputs: (c) => ({ ...withArn("cloudwatch", () => `alarm:${c.id}`)(c), tagsAll: tagsOf(c.inputs) }),
    replaceOn: ["name"],
  },
};
