import { at, isMissing } from "../read";
import type { ResourceRule } from "../rule";
import { EFS_ACCESS_POINT } from "../types";

export const efsAccessPointRoot: ResourceRule = {
  name: "efs-access-point-root",
  pack: "identity",
  description: "EFS access points show one folder.",
  severity: "medium",
  frameworks: ["AWS FSBP EFS.3", "SOC 2 CC6.3"],
  why: "Otherwise each client sees the files of all others.",
  mend: "Give rootDirectory.path a folder below /.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-3",
  types: [EFS_ACCESS_POINT],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown rootDirectory passes, and is judged at the update." },
  check: ({ props }) => {
    const path = at(props, "rootDirectory.path");
    return isMissing(path) || path === "/" ? ["clients see the whole file system"] : [];
  },
};
