/** What is asked of both the emulator and the simulated cloud, in this order; each row once of either. */
import type { Call } from "./emulator";

/** Stands for the id of something that an earlier row has made. */
export const ref = (name: string) => ({ $ref: name });

/** What the simulated cloud is asked: to make a thing under a logical name, or to delete it. */
export type Request =
  | { readonly make: string; readonly type: string; readonly inputs: Readonly<Record<string, unknown>> }
  | { readonly remove: string };

/** One question to both. */
export interface Comparison {
  readonly what: string;
  readonly call: Call;
  readonly request: Request;
  /** Both must give it: an error's code, or `ok`. Two where the emulator is no measure: its own, and why. */
  readonly answer: string;
  readonly emulator?: { readonly answer: string; readonly because: string };
  /** Places of ids and names that must have one shape: path in the emulator's answer → output of the simulated cloud. */
  readonly shapes?: Readonly<Record<string, string>>;
}

const ids = { hex: "0123456789abcdef0", uuid: "01234567-89ab-cdef-0123-456789abcdef" };
const missing = (prefix: string) => `${prefix}-${ids.hex}`;

type Options = Pick<Comparison, "emulator" | "shapes">;

/** A row whose thing is called the same on both sides, and can be referred to once it is there. */
function make(
  what: string,
  answer: string,
  name: string,
  [service, operation, parameters, id]: readonly [string, string, Record<string, unknown>, string?],
  [type, inputs]: readonly [string, Record<string, unknown>],
  options: Options = {},
): Comparison {
  const kept = answer === "ok" && id !== undefined ? { id, as: name } : {};
  return {
    what,
    answer,
    call: { service, operation, parameters, ...kept },
    request: { make: name, type, inputs },
    ...options,
  };
}

function remove(
  what: string,
  answer: string,
  name: string,
  [service, operation, parameters]: readonly [string, string, Record<string, unknown>],
  options: Options = {},
): Comparison {
  return { what, answer, call: { service, operation, parameters }, request: { remove: name }, ...options };
}

const lax = (because: string) => ({ emulator: { answer: "ok", because } });

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const routeTable = "aws:ec2/routeTable:RouteTable";
const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const route = "aws:ec2/route:Route";
const group = "aws:ec2/securityGroup:SecurityGroup";
const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const subnetOf = (vpcId: unknown, cidr: string, zone = "a") =>
  [
    [
      "ec2",
      "create_subnet",
      { VpcId: vpcId, CidrBlock: cidr, AvailabilityZone: `eu-central-1${zone}` },
      "Subnet.SubnetId",
    ],
    [subnet, { vpcId, cidrBlock: cidr, availabilityZone: `eu-central-1${zone}` }],
  ] as const;

const groupOf = (vpcId: unknown, name: string) =>
  [
    ["ec2", "create_security_group", { VpcId: vpcId, GroupName: name, Description: name }, "GroupId"],
    [group, { vpcId, name, description: name }],
  ] as const;

const ruleOf = (id: unknown, source: unknown) =>
  [
    [
      "ec2",
      "authorize_security_group_ingress",
      {
        GroupId: id,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 1, ToPort: 1, UserIdGroupPairs: [{ GroupId: source }] }],
      },
      "SecurityGroupRules.0.SecurityGroupRuleId",
    ],
    [rule, { securityGroupId: id, referencedSecurityGroupId: source, ipProtocol: "tcp", fromPort: 1, toPort: 1 }],
  ] as const;

const natOf = (subnetId: unknown, allocationId: unknown) =>
  [
    ["ec2", "create_nat_gateway", { SubnetId: subnetId, AllocationId: allocationId }, "NatGateway.NatGatewayId"],
    ["aws:ec2/natGateway:NatGateway", { subnetId, allocationId }],
  ] as const;

const routeOf = (table: unknown, by: Record<string, unknown>, inputs: Record<string, unknown>) =>
  [
    ["ec2", "create_route", { RouteTableId: table, DestinationCidrBlock: "0.0.0.0/0", ...by }],
    [route, { routeTableId: table, destinationCidrBlock: "0.0.0.0/0", ...inputs }],
  ] as const;

const associationOf = (table: unknown, subnetId: unknown) =>
  [
    ["ec2", "associate_route_table", { RouteTableId: table, SubnetId: subnetId }, "AssociationId"],
    [association, { routeTableId: table, subnetId }],
  ] as const;

const gatewayOf = (service: string, vpcId: unknown) =>
  [
    ["ec2", "create_vpc_endpoint", { VpcId: vpcId, ServiceName: service }, "VpcEndpoint.VpcEndpointId"],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", { vpcId, serviceName: service }],
  ] as const;

const s3Endpoint = "com.amazonaws.eu-central-1.s3";

const network: readonly Comparison[] = [
  make(
    "a VPC",
    "ok",
    "vpc",
    ["ec2", "create_vpc", { CidrBlock: "10.0.0.0/16" }, "Vpc.VpcId"],
    [vpc, { cidrBlock: "10.0.0.0/16" }],
    { shapes: { "Vpc.VpcId": "id", "Vpc.OwnerId": "ownerId" } },
  ),
  make(
    "a subnet of a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost",
    ...subnetOf(missing("vpc"), "10.0.9.0/24"),
  ),
  make("a subnet outside its VPC's range", "InvalidSubnet.Range", "outside", ...subnetOf(ref("vpc"), "10.9.0.0/24")),
  make("a subnet", "ok", "subnet-a", ...subnetOf(ref("vpc"), "10.0.0.0/24"), {
    shapes: { "Subnet.SubnetId": "id", "Subnet.SubnetArn": "arn", "Subnet.AvailabilityZoneId": "availabilityZoneId" },
  }),
  make("a second subnet", "ok", "subnet-b", ...subnetOf(ref("vpc"), "10.0.1.0/24", "b")),
  make(
    "a subnet over another one's addresses",
    "InvalidSubnet.Conflict",
    "over",
    ...subnetOf(ref("vpc"), "10.0.0.0/25"),
  ),
  make(
    "a route table of a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-table",
    ["ec2", "create_route_table", { VpcId: missing("vpc") }],
    [routeTable, { vpcId: missing("vpc") }],
  ),
  make(
    "a route table",
    "ok",
    "table",
    ["ec2", "create_route_table", { VpcId: ref("vpc") }, "RouteTable.RouteTableId"],
    [routeTable, { vpcId: ref("vpc") }],
    { shapes: { "RouteTable.RouteTableId": "id", "RouteTable.OwnerId": "ownerId" } },
  ),
  make(
    "a second route table",
    "ok",
    "table-b",
    ["ec2", "create_route_table", { VpcId: ref("vpc") }, "RouteTable.RouteTableId"],
    [routeTable, { vpcId: ref("vpc") }],
  ),
  make(
    "an association with a missing table",
    "InvalidRouteTableID.NotFound",
    "lost-1",
    ...associationOf(missing("rtb"), ref("subnet-b")),
  ),
  make(
    "an association with a missing subnet",
    "InvalidSubnetID.NotFound",
    "lost-2",
    ...associationOf(ref("table"), missing("subnet")),
  ),
  make("an association", "ok", "association", ...associationOf(ref("table"), ref("subnet-a")), {
    shapes: { AssociationId: "id" },
  }),
  make(
    "a second association of a subnet",
    "Resource.AlreadyAssociated",
    "twice",
    ...associationOf(ref("table-b"), ref("subnet-a")),
    lax("moto moves the subnet to the other table"),
  ),
  make(
    "an internet gateway",
    "ok",
    "gateway",
    ["ec2", "create_internet_gateway", {}, "InternetGateway.InternetGatewayId"],
    ["aws:ec2/internetGateway:InternetGateway", { vpcId: ref("vpc") }],
    { shapes: { "InternetGateway.InternetGatewayId": "id", "InternetGateway.OwnerId": "ownerId" } },
  ),
  make(
    "an internet gateway for a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-gateway",
    ["ec2", "attach_internet_gateway", { InternetGatewayId: ref("gateway"), VpcId: missing("vpc") }],
    ["aws:ec2/internetGateway:InternetGateway", { vpcId: missing("vpc") }],
  ),
  make(
    "an address",
    "ok",
    "address",
    ["ec2", "allocate_address", { Domain: "vpc" }, "AllocationId"],
    ["aws:ec2/eip:Eip", { domain: "vpc" }],
    { shapes: { AllocationId: "allocationId", PublicIp: "publicIp" } },
  ),
  make(
    "a NAT gateway in a missing subnet",
    "InvalidSubnetID.NotFound",
    "lost-nat-1",
    ...natOf(missing("subnet"), ref("address")),
  ),
  make(
    "a NAT gateway with a missing address",
    "InvalidAllocationID.NotFound",
    "lost-nat-2",
    ...natOf(ref("subnet-a"), missing("eipalloc")),
  ),
  make("a NAT gateway", "ok", "nat", ...natOf(ref("subnet-a"), ref("address")), {
    shapes: {
      "NatGateway.NatGatewayId": "id",
      "NatGateway.NatGatewayAddresses.0.NetworkInterfaceId": "networkInterfaceId",
      "NatGateway.NatGatewayAddresses.0.PublicIp": "publicIp",
    },
  }),
  make(
    "a route in a missing table",
    "InvalidRouteTableID.NotFound",
    "lost-route-1",
    ...routeOf(missing("rtb"), { GatewayId: ref("gateway") }, { gatewayId: ref("gateway") }),
  ),
  make(
    "a route to a missing internet gateway",
    "InvalidInternetGatewayID.NotFound",
    "lost-route-2",
    ...routeOf(ref("table"), { GatewayId: missing("igw") }, { gatewayId: missing("igw") }),
  ),
  make(
    "a route to a missing NAT gateway",
    "InvalidNatGatewayID.NotFound",
    "lost-route-3",
    ...routeOf(ref("table-b"), { NatGatewayId: missing("nat") }, { natGatewayId: missing("nat") }),
    lax("moto does not look the gateway up"),
  ),
  make("a route", "ok", "route", ...routeOf(ref("table"), { NatGatewayId: ref("nat") }, { natGatewayId: ref("nat") })),
  make(
    "a second route for one destination",
    "RouteAlreadyExists",
    "route-again",
    ...routeOf(ref("table"), { NatGatewayId: ref("nat") }, { natGatewayId: ref("nat") }),
  ),
  make(
    "an endpoint in a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-endpoint",
    ...gatewayOf(s3Endpoint, missing("vpc")),
  ),
  make("an endpoint", "ok", "endpoint", ...gatewayOf(s3Endpoint, ref("vpc")), {
    shapes: { "VpcEndpoint.VpcEndpointId": "id", "VpcEndpoint.State": "state" },
  }),
  make(
    "a launch template",
    "ok",
    "template",
    [
      "ec2",
      "create_launch_template",
      { LaunchTemplateName: "nodes", LaunchTemplateData: { InstanceType: "m7g.large" } },
      "LaunchTemplate.LaunchTemplateId",
    ],
    ["aws:ec2/launchTemplate:LaunchTemplate", { name: "nodes", instanceType: "m7g.large" }],
    {
      shapes: {
        "LaunchTemplate.LaunchTemplateId": "id",
        "LaunchTemplate.LatestVersionNumber": "latestVersion",
        "LaunchTemplate.DefaultVersionNumber": "defaultVersion",
      },
    },
  ),
  make(
    "a flow log of a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-log",
    [
      "ec2",
      "create_flow_logs",
      {
        ...{ ResourceType: "VPC", ResourceIds: [missing("vpc")], TrafficType: "ALL" },
        ...{ LogDestinationType: "s3", LogDestination: "arn:aws:s3:::logs" },
      },
    ],
    ["aws:ec2/flowLog:FlowLog", { vpcId: missing("vpc"), trafficType: "ALL" }],
  ),
];

const groups: readonly Comparison[] = [
  make(
    "a security group of a VPC that is not there",
    "InvalidVpcID.NotFound",
    "lost-group",
    ...groupOf(missing("vpc"), "db"),
    lax("moto does not look the VPC up"),
  ),
  make("a security group", "ok", "db", ...groupOf(ref("vpc"), "db-door"), {
    shapes: { GroupId: "id", SecurityGroupArn: "arn" },
  }),
  make("a second security group of one name", "InvalidGroup.Duplicate", "db-again", ...groupOf(ref("vpc"), "db-door")),
  make("another security group", "ok", "app", ...groupOf(ref("vpc"), "app")),
  make("a rule of a missing group", "InvalidGroup.NotFound", "lost-rule-1", ...ruleOf(missing("sg"), ref("app"))),
  make("a rule from a missing group", "InvalidGroup.NotFound", "lost-rule-2", ...ruleOf(ref("db"), missing("sg"))),
  make("a rule", "ok", "rule", ...ruleOf(ref("db"), ref("app")), {
    shapes: { "SecurityGroupRules.0.SecurityGroupRuleId": "securityGroupRuleId" },
  }),
  make("the same rule again", "InvalidPermission.Duplicate", "rule-again", ...ruleOf(ref("db"), ref("app"))),
];

const keys: readonly Comparison[] = [
  make("a key", "ok", "key", ["kms", "create_key", {}, "KeyMetadata.KeyId"], ["aws:kms/key:Key", {}], {
    shapes: { "KeyMetadata.KeyId": "keyId", "KeyMetadata.Arn": "arn" },
  }),
  make(
    "an alias of a key that is not there",
    "NotFoundException",
    "lost-alias",
    ["kms", "create_alias", { AliasName: "alias/lost", TargetKeyId: ids.uuid }],
    ["aws:kms/alias:Alias", { name: "alias/lost", targetKeyId: ids.uuid }],
  ),
  make(
    "an alias",
    "ok",
    "alias",
    ["kms", "create_alias", { AliasName: "alias/db", TargetKeyId: ref("key") }],
    ["aws:kms/alias:Alias", { name: "alias/db", targetKeyId: ref("key") }],
  ),
  make(
    "an alias that is taken",
    "AlreadyExistsException",
    "alias-again",
    ["kms", "create_alias", { AliasName: "alias/db", TargetKeyId: ref("key") }],
    ["aws:kms/alias:Alias", { name: "alias/db", targetKeyId: ref("key") }],
  ),
];

const bucket = "aws:s3/bucket:Bucket";
const bucketOf = (name: string) =>
  [
    [
      "s3",
      "create_bucket",
      { Bucket: name, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } },
      "Location",
    ],
    [bucket, { bucket: name }],
  ] as const;

const setting = (operation: string, parameters: object, kind: string, inputs: object): Comparison =>
  make(
    `${kind} of a bucket that is not there`,
    "NoSuchBucket",
    `lost-${kind}`,
    ["s3", operation, { Bucket: "not-there", ...parameters }],
    [`aws:s3/bucket${kind}:Bucket${kind}`, { bucket: "not-there", ...inputs }],
  );

const rotated = { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } }] };
const expiring = { Rules: [{ ID: "a", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } }] };

const buckets: readonly Comparison[] = [
  make("a bucket", "ok", "bucket", ...bucketOf("shop-files")),
  make("a bucket that one has already", "BucketAlreadyOwnedByYou", "bucket-again", ...bucketOf("shop-files")),
  make("a bucket with too long a name", "InvalidBucketName", "long", ...bucketOf("s".repeat(64))),
  make(
    "a bucket with capitals",
    "InvalidBucketName",
    "capitals",
    ...bucketOf("Shop-Files"),
    lax("moto looks at the length alone"),
  ),
  setting("put_bucket_versioning", { VersioningConfiguration: { Status: "Enabled" } }, "Versioning", {}),
  setting(
    "put_public_access_block",
    { PublicAccessBlockConfiguration: { BlockPublicAcls: true } },
    "PublicAccessBlock",
    {},
  ),
  setting("put_bucket_policy", { Policy: "{}" }, "Policy", { policy: "{}" }),
  setting("put_bucket_lifecycle_configuration", { LifecycleConfiguration: expiring }, "LifecycleConfiguration", {}),
  setting(
    "put_bucket_encryption",
    { ServerSideEncryptionConfiguration: rotated },
    "ServerSideEncryptionConfiguration",
    { rules: [] },
  ),
  setting(
    "put_bucket_ownership_controls",
    { OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] } },
    "OwnershipControls",
    {},
  ),
  remove("a bucket", "ok", "bucket", ["s3", "delete_bucket", { Bucket: "shop-files" }]),
];

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

const databases: readonly Comparison[] = [
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

const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const cacheSubnets = (name: string, ...subnetIds: readonly unknown[]) =>
  [
    [
      "elasticache",
      "create_cache_subnet_group",
      { CacheSubnetGroupName: name, CacheSubnetGroupDescription: name, SubnetIds: subnetIds },
      "CacheSubnetGroup.CacheSubnetGroupName",
    ],
    ["aws:elasticache/subnetGroup:SubnetGroup", { name, subnetIds }],
  ] as const;

const cacheOf = (name: string, subnets: string) =>
  [
    [
      "elasticache",
      "create_replication_group",
      {
        ...{ ReplicationGroupId: name, ReplicationGroupDescription: name, CacheSubnetGroupName: subnets },
        ...{ Engine: "redis", CacheNodeType: "cache.t4g.micro", NumCacheClusters: 2, AutomaticFailoverEnabled: true },
        ...{ TransitEncryptionEnabled: true },
      },
      "ReplicationGroup.ReplicationGroupId",
    ],
    [
      cache,
      {
        ...{ replicationGroupId: name, description: name, subnetGroupName: subnets, numCacheClusters: 2 },
        ...{ automaticFailoverEnabled: true, transitEncryptionEnabled: true },
      },
    ],
  ] as const;

const caches: readonly Comparison[] = [
  make(
    "a cache's subnets that are not there",
    "InvalidSubnet",
    "lost-cache-subnets",
    ...cacheSubnets("lost", missing("subnet")),
    lax("moto does not look the subnets up"),
  ),
  make("a cache's subnets", "ok", "cache-subnets", ...cacheSubnets("cache", ref("subnet-a"), ref("subnet-b")), {
    shapes: { "CacheSubnetGroup.ARN": "arn" },
  }),
  make(
    "a cache's subnets again",
    "CacheSubnetGroupAlreadyExists",
    "cache-subnets-again",
    ...cacheSubnets("cache", ref("subnet-a")),
  ),
  make(
    "a cache in subnets that are not there",
    "CacheSubnetGroupNotFoundFault",
    "lost-cache",
    ...cacheOf("lost", "nowhere"),
    lax("moto does not look the subnet group up"),
  ),
  make("a cache", "ok", "cache", ...cacheOf("cache", "cache"), {
    shapes: {
      "ReplicationGroup.ARN": "arn",
      "ReplicationGroup.MemberClusters.0": "memberClusters.0",
      "ReplicationGroup.NodeGroups.0.PrimaryEndpoint.Port": "port",
    },
  }),
  make("a cache of a name that is taken", "ReplicationGroupAlreadyExists", "cache-again", ...cacheOf("cache", "cache")),
];

const deletions: readonly Comparison[] = [
  remove("a VPC with all that lies in it", "DependencyViolation", "vpc", ["ec2", "delete_vpc", { VpcId: ref("vpc") }]),
  remove("a route table with an association", "DependencyViolation", "table", [
    "ec2",
    "delete_route_table",
    { RouteTableId: ref("table") },
  ]),
  remove(
    "a subnet with a NAT gateway",
    "DependencyViolation",
    "subnet-a",
    ["ec2", "delete_subnet", { SubnetId: ref("subnet-a") }],
    lax("moto keeps no interfaces of NAT gateways in their subnets"),
  ),
  remove(
    "an address of a NAT gateway",
    "InvalidIPAddress.InUse",
    "address",
    ["ec2", "release_address", { AllocationId: ref("address") }],
    lax("moto releases an address whoever has it"),
  ),
  remove(
    "a security group that another's rule names",
    "DependencyViolation",
    "app",
    ["ec2", "delete_security_group", { GroupId: ref("app") }],
    lax("moto does not look at the rules of others"),
  ),
  remove("a key that has an alias", "ok", "key", [
    "kms",
    "schedule_key_deletion",
    { KeyId: ref("key"), PendingWindowInDays: 7 },
  ]),
];

/** All of them; the order counts. */
export const COMPARISONS: readonly Comparison[] = [
  ...network,
  ...groups,
  ...keys,
  ...buckets,
  ...databases,
  ...caches,
  ...deletions,
];
