import { dictsAt } from "../read";
import type { ResourceRule } from "../rule";

/** Roles for every database of every cluster of a project, and those that make users. Atlas's own and MongoDB's. */
const WIDE = [
  ...["atlasAdmin", "readAnyDatabase", "readWriteAnyDatabase", "dbAdminAnyDatabase", "userAdminAnyDatabase"],
  ...["clusterAdmin", "clusterManager", "hostManager", "backup", "restore", "root", "dbOwner", "userAdmin"],
];

export const atlasUserLimited: ResourceRule = {
  name: "atlas-user-limited",
  pack: "identity",
  description: "Users of MongoDB Atlas may use databases that are named, and administer none.",
  severity: "high",
  frameworks: ["PCI DSS 7.2.2", "SOC 2 CC6.3", "GDPR Art. 32"],
  why: "A login that leaks from one workload then opens what that workload has, and not the whole project.",
  mend: "Give it read, readWrite or dbAdmin on its own database; people come by a federation of Atlas.",
  link: "https://www.mongodb.com/docs/atlas/security-add-mongodb-users/",
  types: ["mongodbatlas:index/databaseUser:DatabaseUser"],
  level: "mandatory",
  levels: { dev: "advisory" },
  onUnknown: { behaviour: "judges-the-rest", text: "Unknown roles pass." },
  check: ({ props }) =>
    dictsAt(props, "roles").flatMap(({ roleName }) =>
      WIDE.includes(String(roleName)) ? [`it has the role ${String(roleName)}`] : [],
    ),
};
