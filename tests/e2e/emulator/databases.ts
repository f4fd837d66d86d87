/** Databases on RDS. */
import { type Comparison, lax, make, missing, ref, remove } from "./row";

const database = "aws:rds/instance:Instance";
const size = { DBInstanceClass: "db.t4g.micro", Engine: "postgres", AllocatedStorage: 20, MasterUsername: "app" };
const sizeHere = { instanceClass: "db.t4g.micro", engine: "postgres", allocatedStorage: 20, username: "app" };

function databaseOf(name: string, there: Record<string, unknown>, here: Record<string, unknown>) {
  return [
    ["rds", "create_db_instance", { DBInstanceIdentifier: name, ...size, ManageMasterUserPassword: true, ...there }],
    [database, { identifier: name, ...sizeHere, manageMasterUserPassword: true, ...here }],
  ] as const;
}

const dbSubnets = (name: string, ...subnetIds: readonly unknown[]) =>
  [
    [
      "rds",
      "create_db_subnet_group",
      { DBSubnetGroupName: name, DBSubnetGroupDescription: name, SubnetIds: subnetIds },
      "DBSubnetGroup.DBSubnetGroupName",
    ],
    ["aws:rds/subnetGroup:SubnetGroup", { name, subnetIds }],
  ] as const;

const dbParameters = [
  [
    "rds",
    "create_db_parameter_group",
    { DBParameterGroupName: "settings", DBParameterGroupFamily: "postgres17", Description: "x" },
    "DBParameterGroup.DBParameterGroupName",
  ],
  ["aws:rds/parameterGroup:ParameterGroup", { name: "settings", family: "postgres17" }],
] as const;

export const databases: readonly Comparison[] = [
  make(
    "a database's subnets that are not there",
    "InvalidSubnet",
    "lost-subnets",
    ...dbSubnets("lost", missing("subnet")),
    {
      emulator: { answer: "InvalidSubnetID.NotFound", because: "moto passes EC2's code on; RDS documents its own" },
    },
  ),
  make("a database's subnets", "ok", "db-subnets", ...dbSubnets("data", ref("subnet-a"), ref("subnet-b")), {
    shapes: { "DBSubnetGroup.DBSubnetGroupArn": "arn", "DBSubnetGroup.VpcId": "vpcId" },
  }),
  make(
    "a database's subnets again",
    "DBSubnetGroupAlreadyExists",
    "db-subnets-again",
    ...dbSubnets("data", ref("subnet-a")),
    lax("moto writes over the group that is there"),
  ),
  make("a database's parameters", "ok", "parameters", ...dbParameters, {
    shapes: { "DBParameterGroup.DBParameterGroupArn": "arn" },
  }),
  make("a database's parameters again", "DBParameterGroupAlreadyExists", "parameters-again", ...dbParameters),
  make(
    "a database in subnets that are not there",
    "DBSubnetGroupNotFoundFault",
    "lost-db-1",
    ...databaseOf("lost", { DBSubnetGroupName: "nowhere" }, { dbSubnetGroupName: "nowhere" }),
  ),
  make(
    "a database with parameters that are not there",
    "DBParameterGroupNotFound",
    "lost-db-2",
    ...databaseOf("lost", { DBParameterGroupName: "nowhere" }, { parameterGroupName: "nowhere" }),
  ),
  make(
    "a database",
    "ok",
    "database",
    ...databaseOf(
      "shop",
      {
        ...{ DBSubnetGroupName: "data", DBParameterGroupName: "settings", VpcSecurityGroupIds: [ref("db")] },
        ...{ DeletionProtection: true },
      },
      {
        ...{ dbSubnetGroupName: "data", parameterGroupName: "settings", vpcSecurityGroupIds: [ref("db")] },
        ...{ deletionProtection: true, finalSnapshotIdentifier: "last" },
      },
    ),
    {
      shapes: {
        "DBInstance.DBInstanceArn": "arn",
        "DBInstance.DbiResourceId": "resourceId",
        "DBInstance.Endpoint.Address": "address",
        "DBInstance.Endpoint.Port": "port",
        "DBInstance.MasterUserSecret.SecretArn": "masterUserSecrets.0.secretArn",
      },
    },
  ),
  make(
    "a database of a name that is taken",
    "DBInstanceAlreadyExists",
    "database-again",
    ...databaseOf("shop", {}, {}),
  ),
  remove("a database that is protected", "InvalidParameterCombination", "database", [
    "rds",
    "delete_db_instance",
    { DBInstanceIdentifier: "shop", FinalDBSnapshotIdentifier: "last" },
  ]),
  remove(
    "a database's subnets under it",
    "InvalidDBSubnetGroupStateFault",
    "db-subnets",
    ["rds", "delete_db_subnet_group", { DBSubnetGroupName: "data" }],
    lax("moto deletes a group that databases are in"),
  ),
  remove(
    "a database's parameters under it",
    "InvalidDBParameterGroupState",
    "parameters",
    ["rds", "delete_db_parameter_group", { DBParameterGroupName: "settings" }],
    lax("moto deletes parameters that databases use"),
  ),
  make("a database without protection", "ok", "plain", ...databaseOf("plain", {}, {})),
  remove(
    "a database with no last snapshot",
    "InvalidParameterCombination",
    "plain",
    ["rds", "delete_db_instance", { DBInstanceIdentifier: "plain" }],
    lax("moto deletes a database without a last snapshot"),
  ),
];
