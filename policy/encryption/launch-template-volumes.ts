import { at, dictsAt, isTrue, isUnknown, partlyUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { LAUNCH_TEMPLATE } from "../types";

export const launchTemplateVolumes: ResourceRule = {
  name: "launch-template-volumes",
  pack: "encryption",
  description: "The volumes of a launch template are declared, and encrypted.",
  severity: "high",
  frameworks: ["AWS FSBP EC2.3"],
  why: "Node disks hold images, logs and emptyDir data of every pod; what the template does not declare comes as the AMI says.",
  mend: "Declare the root volume in blockDeviceMappings with ebs.encrypted: true.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-3",
  types: [LAUNCH_TEMPLATE],
  level: "mandatory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown mappings and unknown ebs.encrypted pass." },
  check: ({ props }) => {
    const mappings = dictsAt(props, "blockDeviceMappings");
    if (mappings.length === 0) return partlyUnknown(props, "blockDeviceMappings") ? [] : ["it declares no volume"];
    return mappings
      .filter((mapping) => at(mapping, "ebs") !== undefined)
      .filter((mapping) => !isUnknown(at(mapping, "ebs.encrypted")) && !isTrue(at(mapping, "ebs.encrypted")))
      .map((mapping) => `its volume ${String(mapping["deviceName"])} is not encrypted`);
  },
};
