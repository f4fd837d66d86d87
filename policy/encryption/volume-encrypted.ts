import { at, isMissing, isTrue, isUnknown } from "../read";
import type { ResourceRule } from "../rule";
import { EC2_INSTANCE } from "../types";

const VOLUME = "aws:ebs/volume:Volume";

export const volumeEncrypted: ResourceRule = {
  name: "volume-encrypted",
  pack: "encryption",
  description: "Volumes, and the root volumes of instances, are encrypted.",
  severity: "high",
  frameworks: ["AWS FSBP EC2.3"],
  why: "A volume that is not encrypted, and each of its snapshots, can be attached and read elsewhere.",
  mend: "Set encrypted: true (on an instance: rootBlockDevice.encrypted).",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-3",
  types: [VOLUME, EC2_INSTANCE],
  level: "mandatory",
  onUnknown: {
    behaviour: "passes",
    text: "An unknown encrypted passes; so does an instance made from a launch template.",
  },
  check: ({ type, props }) => {
    if (type === EC2_INSTANCE && !isMissing(props["launchTemplate"])) return [];
    const encrypted = at(props, type === VOLUME ? "encrypted" : "rootBlockDevice.encrypted");
    if (isUnknown(encrypted) || isTrue(encrypted)) return [];
    return [type === VOLUME ? "it is not encrypted" : "its root volume is not encrypted"];
  },
};
