import { itemsAt, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { AUTOSCALING_GROUP } from "../types";

export const autoscalingZones: ResourceRule = {
  name: "autoscaling-zones",
  pack: "reliability",
  description: "Autoscaling groups spread over two zones or more.",
  severity: "medium",
  frameworks: ["AWS FSBP AutoScaling.2", "SOC 2 A1.2"],
  why: "With one subnet, the loss of its zone takes every instance.",
  mend: "Give vpcZoneIdentifiers two subnets in different zones.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-2",
  types: [AUTOSCALING_GROUP],
  level: "mandatory",
  levels: { dev: "disabled" },
  onUnknown: { behaviour: "passes", text: "An unknown list, or one with unknown subnets, passes." },
  check: ({ props }) => {
    const places = [...itemsAt(props, "vpcZoneIdentifiers"), ...itemsAt(props, "availabilityZones")];
    const unsure = partlyUnknown(props, "vpcZoneIdentifiers") || partlyUnknown(props, "availabilityZones");
    return places.length === 1 && !unsure ? ["it stands in one zone"] : [];
  },
};
