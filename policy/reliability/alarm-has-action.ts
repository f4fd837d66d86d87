import { every, mustBeGiven, mustStayOn } from "../checks";
import type { ResourceRule } from "../rule";

export const alarmHasAction: ResourceRule = {
  name: "alarm-has-action",
  pack: "reliability",
  description: "Alarms tell somebody.",
  severity: "high",
  frameworks: ["SOC 2 CC7.2"],
  why: "An alarm without an action changes its colour in a console that nobody watches.",
  mend: "Give alarmActions a topic, and leave actionsEnabled on.",
  link: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html",
  types: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown actions pass; a flag that takes them off is judged." },
  check: every(
    mustBeGiven("alarmActions", "it tells nobody"),
    mustStayOn("actionsEnabled", "its actions are switched off"),
  ),
};
