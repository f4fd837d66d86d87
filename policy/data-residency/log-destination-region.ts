import { isOutside, lies, regionOfArn } from "../places";
import type { ResourceRule } from "../rule";

export const logDestinationRegion: ResourceRule = {
  name: "log-destination-region",
  pack: "data-residency",
  description: "Logs are sent to allowed regions only.",
  severity: "high",
  frameworks: ["GDPR Art. 44", "SOC 2 C1.1"],
  why: "Personal data that is kept outside the agreed regions needs a legal ground of its own, and a contract that names the place.",
  mend: "Move it into one of the regions in slipway:policy.regions, or add the region there.",
  link: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html",
  types: ["aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "aws:ec2/flowLog:FlowLog"],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown destination passes; a bucket's ARN names no region, so that aws-region-allowed judges the bucket.",
  },
  check: ({ props }, context) =>
    ["destinationArn", "logDestination"]
      .map((key) => regionOfArn(props[key]))
      .filter((place) => isOutside(place, context))
      .map((place) => lies("it sends logs to a place", String(place), context)),
};
