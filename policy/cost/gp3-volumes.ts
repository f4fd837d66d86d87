import { at, dictsAt } from "../read";
import type { ResourceRule } from "../rule";
import { EC2_INSTANCE, LAUNCH_TEMPLATE, RDS_INSTANCE } from "../types";

const VOLUME = "aws:ebs/volume:Volume";
const OLD: readonly unknown[] = ["gp2", "standard"];

export const gp3Volumes: ResourceRule = {
  name: "gp3-volumes",
  pack: "cost",
  description: "Volumes are gp3, not gp2 or magnetic.",
  severity: "low",
  frameworks: [],
  why: "gp3 costs a fifth less than gp2 for a gigabyte, and its speed does not depend on its size.",
  mend: 'Set the volume type to "gp3".',
  link: "https://aws.amazon.com/ebs/general-purpose/",
  types: [VOLUME, EC2_INSTANCE, LAUNCH_TEMPLATE, RDS_INSTANCE],
  level: "advisory",
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown volume types pass." },
  check: ({ props }) =>
    [
      at(props, "type"),
      at(props, "storageType"),
      at(props, "rootBlockDevice.volumeType"),
      ...dictsAt(props, "blockDeviceMappings").map((mapping) => at(mapping, "ebs.volumeType")),
    ]
      .filter((kind) => OLD.includes(kind))
      .map((kind) => `it uses ${String(kind)} storage`),
  inPlace:
    "Volumes and databases change their type in place, while they are used; other kinds are left to their owner.",
  remediate: ({ type, props }) => {
    const key = type === VOLUME ? "type" : type === RDS_INSTANCE ? "storageType" : undefined;
    return key && OLD.includes(at(props, key)) ? { [key]: "gp3" } : undefined;
  },
};
