/** Good resources of MongoDB Atlas, to be broken one property at a time. */
import { kind } from "./resources";

export const atlas = kind("mongodbatlas:index/advancedCluster:AdvancedCluster", {
  projectId: "64b0c0ffee64b0c0ffee64b0",
  clusterType: "REPLICASET",
  replicationSpecs: [{ regionConfigs: [{ providerName: "AWS", regionName: "EU_WEST_1", priority: 7 }] }],
  advancedConfiguration: { minimumEnabledTlsProtocol: "TLS1_2" },
  encryptionAtRestProvider: "AWS",
  backupEnabled: true,
  pitEnabled: true,
  terminationProtectionEnabled: true,
});
export const user = kind("mongodbatlas:index/databaseUser:DatabaseUser", {
  username: "api",
  authDatabaseName: "admin",
  roles: [{ roleName: "readWrite", databaseName: "shop" }],
});
export const accessList = kind("mongodbatlas:index/projectIpAccessList:ProjectIpAccessList", {
  cidrBlock: "203.0.113.0/24",
});
