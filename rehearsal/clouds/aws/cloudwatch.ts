import { CloudError, type TypeModel, text } from "../model";
import { arn, regionOf, tagsOf, to, withArn } from "./shared";

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
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 60 },
    references: [
      {
        path: "resourceArn",
        to: ["aws:cloudfront/distribution:Distribution#arn"],
        error: "ResourceNotFoundException",
        blocks: false,
      },
    ],
    validate: (c) => {
      if (/^arn:aws:cloudfront:/.test(text(c.inputs, "resourceArn")) && regionOf(c) !== "us-east-1")
        throw new CloudError(
          "ValidationException",
          `PutDeliverySource action is not supported for this LogType in region ${regionOf(c)}`,
        );
    },
    outputs: (c) => ({
      arn: `arn:aws:logs:${regionOf(c)}:${c.account}:delivery-source:${text(c.inputs, "name")}`,
      service: "cloudfront",
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "logType", "resourceArn", "region"],
    inUse: "ConflictException",
  },
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 60 },
    references: [
      {
        path: "deliveryDestinationConfiguration.destinationResourceArn",
        to: ["aws:s3/bucket:Bucket#arn"],
        error: "ResourceNotFoundException",
      },
    ],
    outputs: (c) => ({
      arn: `arn:aws:logs:${regionOf(c)}:${c.account}:delivery-destination:${text(c.inputs, "name")}`,
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["name", "outputFormat", "region"],
    inUse: "ConflictException",
  },
  "aws:cloudwatch/logDelivery:LogDelivery": {
    id: (c) => c.hash(16),
    references: [
      {
        path: "deliverySourceName",
        to: ["aws:cloudwatch/logDeliverySource:LogDeliverySource#name"],
        error: "ResourceNotFoundException",
      },
      {
        path: "deliveryDestinationArn",
        to: ["aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination#arn"],
        error: "ResourceNotFoundException",
      },
    ],
    outputs: (c) => ({
      arn: `arn:aws:logs:${regionOf(c)}:${c.account}:delivery:${c.id}`,
      tagsAll: tagsOf(c.inputs),
    }),
    replaceOn: ["deliverySourceName", "deliveryDestinationArn", "region"],
  },
};
