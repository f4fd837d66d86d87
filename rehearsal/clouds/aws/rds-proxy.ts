import { CloudError, type Context, type TypeModel, text } from "../model";
import { arn, to } from "./shared";

const proxyType = "aws:rds/proxy:Proxy";
const byProxy = { path: "dbProxyName", to: [`${proxyType}#name`], error: "DBProxyNotFoundFault" };

/** A proxy stands before one primary: "RDS Proxy quotas and limitations", Amazon RDS User Guide. */
function refuseReplica(c: Context): void {
  const database = c.find("aws:rds/instance:Instance", "identifier", c.inputs["dbInstanceIdentifier"]);
  if (database?.inputs["replicateSourceDb"] !== undefined) {
    throw new CloudError("InvalidDBInstanceState", `${c.name}: a proxy stands before no read replica`);
  }
}

function refuseOpen(c: Context): void {
  const { auths, defaultAuthScheme } = c.inputs;
  if (Array.isArray(auths) && auths.length === 0 && defaultAuthScheme === undefined) {
    throw new CloudError("InvalidParameterValue", `${c.name} knows nobody who may come by it`);
  }
}

/** Pools before databases (RDS Proxy). */
export const rdsProxy: Readonly<Record<string, TypeModel>> = {
  [proxyType]: {
    id: (c) => text(c.inputs, "name"),
    autoName: { property: "name", max: 63 },
    required: ["engineFamily", "roleArn", "vpcSubnetIds"],
    references: [
      to.roleArn("roleArn"),
      to.subnet("vpcSubnetIds[]", "InvalidSubnet"),
      to.securityGroup("vpcSecurityGroupIds[]"),
      {
        path: "auths[].secretArn",
        to: ["aws:secretsmanager/secret:Secret"],
        by: "arn",
        error: "InvalidParameterValue",
        except: /:secret:rds!/,
        blocks: false,
      },
    ],
    validate: refuseOpen,
    outputs: (c) => ({
      arn: arn(c, "rds", `db-proxy:prx-0${c.hash(16)}`),
      endpoint: `${text(c.inputs, "name")}.proxy-${c.hash(12)}.${c.region}.rds.amazonaws.com`,
      tagsAll: c.inputs["tags"] ?? {},
    }),
    unique: { output: "name", error: "DBProxyAlreadyExistsFault" },
    replaceOn: ["engineFamily", "vpcSubnetIds"],
  },
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": {
    id: (c) => text(c.inputs, "dbProxyName"),
    references: [byProxy],
    outputs: (c) => ({ name: "default", arn: arn(c, "rds", `target-group:prx-tg-0${c.hash(16)}`) }),
    previewed: ["name"],
    replaceOn: ["dbProxyName"],
  },
  "aws:rds/proxyTarget:ProxyTarget": {
    id: (c) =>
      ["dbProxyName", "targetGroupName", "dbInstanceIdentifier", "dbClusterIdentifier"]
        .map((key) => text(c.inputs, key))
        .filter((part) => part !== "")
        .join("/"),
    references: [
      byProxy,
      {
        path: "dbInstanceIdentifier",
        to: ["aws:rds/instance:Instance#identifier"],
        error: "DBInstanceNotFound",
      },
      {
        path: "dbClusterIdentifier",
        to: ["aws:rds/cluster:Cluster#clusterIdentifier"],
        error: "DBClusterNotFoundFault",
      },
    ],
    validate: refuseReplica,
    outputs: (c) => ({ type: c.inputs["dbClusterIdentifier"] ? "TRACKED_CLUSTER" : "RDS_INSTANCE", port: 5432 }),
    replaceOn: ["dbProxyName", "targetGroupName", "dbInstanceIdentifier", "dbClusterIdentifier"],
  },
};
