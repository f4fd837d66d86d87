import { mustBeGiven } from "../checks";
import type { ResourceRule } from "../rule";
import { EFS_ACCESS_POINT } from "../types";

export const efsAccessPointUser: ResourceRule = {
  name: "efs-access-point-user",
  pack: "identity",
  description: "EFS access points act as one user.",
  severity: "medium",
  frameworks: ["AWS FSBP EFS.4", "SOC 2 CC6.3"],
  why: "Otherwise a client says itself which user it is, root included.",
  mend: "Give posixUser with uid and gid. An access point cannot be changed: it is made anew, the files stay.",
  link: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-4",
  types: [EFS_ACCESS_POINT],
  level: "mandatory",
  onUnknown: { behaviour: "passes", text: "An unknown posixUser passes, and is judged at the update." },
  check: mustBeGiven("posixUser", "clients say themselves which user they are"),
};
