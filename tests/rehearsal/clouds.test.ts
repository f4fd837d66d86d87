import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { aws } from "../../rehearsal/clouds/aws/catalogue";
import { allCatalogues } from "../../rehearsal/clouds/catalogues";
import { existing, existingById, existingIn } from "../../rehearsal/clouds/existing";
import { type Json, NotModelled, type Properties, UNKNOWN, valuesAt } from "../../rehearsal/clouds/model";
import { SimulatedCloud } from "../../rehearsal/clouds/simulated-cloud";

const place = { region: "eu-central-1", account: "123456789012" };
const cloudWith = (state?: SimulatedCloud["state"]) =>
  new SimulatedCloud({ ...place, catalogues: allCatalogues, state });

/** Makes one thing as the engine would: checked first. */
function make(cloud: SimulatedCloud, type: string, name: string, inputs: Properties, preview = false) {
  const urn = `urn:pulumi:dev::shop::${type}::${name}`;
  return cloud.create(type, urn, cloud.check(type, urn, inputs), preview);
}

const trust = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const role = "aws:iam/role:Role";
const db = "aws:rds/instance:Instance";
const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const docs = "aws:docdb/cluster:Cluster";

describe("a pool on Azure's PostgreSQL", () => {
  const place = { resourceGroupName: "shop", location: "germanywestcentral" };
  const setting = (on: SimulatedCloud, configurationName: string, value: string) =>
    make(on, "azure-native:dbforpostgresql:Configuration", `db-${configurationName}`, {
      ...{ resourceGroupName: "shop", serverName: "shop-db", configurationName, value },
    });
  const serverOf = (tier: string) => {
    const on = cloudWith();
    make(on, "azure-native:resources:ResourceGroup", "shop", place);
    const sku = { name: "Standard_D2ds_v5", tier };
    make(on, "azure-native:dbforpostgresql:Server", "db", { ...place, serverName: "shop-db", sku });
    return on;
  };

  test("is none on a server that bursts", () => {
    expect(() => setting(serverOf("Burstable"), "pgbouncer.enabled", "true")).toThrow(/burst have no PgBouncer/);
  });

  test("takes settings once it is on, within what they may be", () => {
    const on = serverOf("GeneralPurpose");
    expect(() => setting(on, "pgbouncer.pool_mode", "transaction")).toThrow(/while pgbouncer\.enabled is false/);
    setting(on, "pgbouncer.enabled", "true");
    expect(() => setting(on, "pgbouncer.default_pool_size", "0")).toThrow(/1 to 4950/);
    setting(on, "pgbouncer.default_pool_size", "300");
  });
});

describe("references", () => {
  const cases: [string, string, Properties, RegExp][] = [
    ["subnet in no VPC", subnet, { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" }, /InvalidVpcID\.NotFound/],
    ["gateway in no subnet", "aws:ec2/natGateway:NatGateway", { subnetId: "subnet-1" }, /InvalidSubnetID\.NotFound/],
    [
      "rule of no group",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      { securityGroupId: "sg-1" },
      /InvalidGroup\.NotFound/,
    ],
    ["second of a list", "aws:rds/subnetGroup:SubnetGroup", { subnetIds: ["subnet-9"] }, /InvalidSubnet:/],
    [
      "database with no key",
      db,
      { instanceClass: "db.t4g.micro", kmsKeyId: "arn:aws:kms:x:1:key/1" },
      /NotFoundException/,
    ],
    [
      "add-on of no cluster",
      "aws:eks/addon:Addon",
      { clusterName: "nope", addonName: "coredns" },
      /ResourceNotFoundException/,
    ],
    [
      "policy for no entry",
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
      { clusterName: "c", principalArn: "arn:x", policyArn: "arn:y" },
      /ResourceNotFoundException/,
    ],
    [
      "attachment to no role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      { role: "r", policyArn: "arn:aws:iam::aws:policy/X" },
      /NoSuchEntity/,
    ],
    [
      "rules of no repository",
      "aws:ecr/lifecyclePolicy:LifecyclePolicy",
      { repository: "shop/web", policy: "{}" },
      /RepositoryNotFoundException/,
    ],
    [
      "a repository's name in capitals",
      "aws:ecr/repository:Repository",
      { name: "shop/Web" },
      /InvalidParameterException: 'shop\/Web' is no repository's name/,
    ],
    [
      "a template with a key and no role",
      "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
      { prefix: "shop", appliedFors: ["REPLICATION"], encryptionConfigurations: [{ encryptionType: "KMS" }] },
      /ValidationException/,
    ],
    ["setting of no bucket", "aws:s3/bucketVersioning:BucketVersioning", { bucket: "b" }, /NoSuchBucket/],
    [
      "listener of nothing",
      "aws:lb/listener:Listener",
      { loadBalancerArn: "arn:lb", defaultActions: [] },
      /LoadBalancerNotFound/,
    ],
    [
      "version of no secret",
      "aws:secretsmanager/secretVersion:SecretVersion",
      { secretId: "arn:s" },
      /ResourceNotFoundException/,
    ],
    [
      "selection of no plan",
      "aws:backup/selection:Selection",
      { iamRoleArn: UNKNOWN, planId: "p" },
      /ResourceNotFoundException/,
    ],
  ];
  test.each(cases)("%s is refused", (_, type, inputs, error) => {
    expect(() =>
      make(cloudWith({ instances: [existing("aws:eks/cluster:Cluster", "c", { name: "c" })] }), type, "x", inputs),
    ).toThrow(error);
  });

  test("what is not known yet is not looked up", () => {
    expect(() => make(cloudWith(), subnet, "x", { vpcId: UNKNOWN, cidrBlock: "10.0.0.0/24" }, true)).not.toThrow();
  });

  test("an error names the resource, the value and what it should be", () => {
    expect(() => make(cloudWith(), subnet, "web", { vpcId: "vpc-1" })).toThrow(/vpcId of web names 'vpc-1'.*no Vpc/s);
  });

  test("AWS's own policies, keys and groups need no resource", () => {
    const cloud = cloudWith();
    make(cloud, role, "r", { name: "r", assumeRolePolicy: trust });
    const attach = { role: "r", policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" };
    expect(() => make(cloud, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "a", attach)).not.toThrow();
    expect(() => make(cloud, "aws:sqs/queue:Queue", "q", { kmsMasterKeyId: "alias/aws/sqs" })).not.toThrow();
  });

  test("what the cloud makes by itself can be named: default group, cluster's group, RDS's secret", () => {
    const cloud = cloudWith();
    const network = make(cloud, vpc, "v", { cidrBlock: "10.0.0.0/16" });
    const zones = ["a", "b"].map((zone) =>
      make(cloud, subnet, zone, {
        vpcId: network.id,
        availabilityZone: zone,
        cidrBlock: `10.0.${zone === "a" ? 1 : 2}.0/24`,
      }),
    );
    make(cloud, role, "r", { name: "r", assumeRolePolicy: trust });
    const roleArn = `arn:aws:iam::${place.account}:role/r`;
    const cluster = make(cloud, "aws:eks/cluster:Cluster", "c", {
      roleArn,
      vpcConfig: { subnetIds: zones.map(({ id }) => id) },
    });
    const [group] = valuesAt(cluster.outputs, "vpcConfig.clusterSecurityGroupId");
    const rule = {
      ipProtocol: "tcp",
      securityGroupId: network.outputs["defaultSecurityGroupId"] ?? "",
      referencedSecurityGroupId: group ?? "",
    };
    expect(() => make(cloud, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "i", rule)).not.toThrow();
    const instance = make(cloud, db, "db", {
      instanceClass: "db.t4g.micro",
      manageMasterUserPassword: true,
      skipFinalSnapshot: true,
    });
    const [secretArn] = valuesAt(instance.outputs, "masterUserSecrets[].secretArn");
    expect(() =>
      make(cloud, "aws:secretsmanager/secretRotation:SecretRotation", "s", { secretId: secretArn as Json }),
    ).not.toThrow();
    expect(valuesAt(cluster.outputs, "vpcConfig.vpcId")).toEqual([network.id]);
  });
});

describe("what a cloud refuses", () => {
  const cases: [string, string, Properties, RegExp][] = [
    ["a role whose trust is no policy", role, { assumeRolePolicy: "{}" }, /MalformedPolicyDocument/],
    ["a bucket name in capitals", "aws:s3/bucket:Bucket", { bucket: "Shop" }, /InvalidBucketName/],
    [
      "failover without a replica",
      cache,
      { description: "x", automaticFailoverEnabled: true, numCacheClusters: 1 },
      /InvalidParameterCombination.*replica/,
    ],
    ["multi-AZ without failover", cache, { description: "x", multiAzEnabled: true }, /needs automatic failover/],
    ["a token in plain text", cache, { description: "x", authToken: "abc" }, /encryption in transit/],
    [
      "two passwords",
      db,
      { instanceClass: "x", password: "p", manageMasterUserPassword: true },
      /InvalidParameterCombination/,
    ],
    [
      "storage that may only shrink",
      db,
      { instanceClass: "x", allocatedStorage: 50, maxAllocatedStorage: 20 },
      /below allocatedStorage/,
    ],
    ["a database of no class", db, {}, /MissingParameter.*instanceClass/],
    ["a DocumentDB that keeps no backups", docs, { backupRetentionPeriod: 0 }, /1 to 35 days/],
    ["a DocumentDB whose master has a name of its own", docs, { masterUsername: "admin" }, /keeps for itself/],
    ["a DocumentDB with a short backup window", docs, { preferredBackupWindow: "02:00-02:20" }, /30 minutes/],
    [
      "a DocumentDB with two passwords",
      docs,
      { masterPassword: "p", manageMasterUserPassword: true },
      /both a password and one managed/,
    ],
    [
      "a member of no DocumentDB",
      "aws:docdb/clusterInstance:ClusterInstance",
      { clusterIdentifier: "docs", instanceClass: "db.t4g.medium" },
      /DBClusterNotFoundFault/,
    ],
    [
      "a record of nothing",
      "aws:route53/record:Record",
      { zoneId: "Z0123456789ABC", name: "a.example.com", type: "A" },
      /InvalidInput.*neither records nor an alias/,
    ],
    [
      "a web ACL for CloudFront in the stack's region",
      "aws:wafv2/webAcl:WebAcl",
      { scope: "CLOUDFRONT", name: "edge", defaultAction: { allow: {} } },
      /WAFInvalidParameterException.*us-east-1/,
    ],
    [
      "a certificate of another region at CloudFront",
      "aws:cloudfront/distribution:Distribution",
      {
        ...{ origins: [{ originId: "a" }], defaultCacheBehavior: { targetOriginId: "a" }, restrictions: {} },
        viewerCertificate: { acmCertificateArn: "arn:aws:acm:eu-central-1:1:certificate/1" },
      },
      /InvalidViewerCertificate/,
    ],
    [
      "a behaviour that leads nowhere",
      "aws:cloudfront/distribution:Distribution",
      {
        ...{ origins: [{ originId: "a" }], defaultCacheBehavior: { targetOriginId: "b" }, restrictions: {} },
        viewerCertificate: {},
      },
      /NoSuchOrigin/,
    ],
  ];
  test.each(cases)("%s", (_, type, inputs, error) => {
    expect(() => make(cloudWith(), type, "x", inputs)).toThrow(error);
  });

  test("a zone's signature by a key of another region or kind, or by none", () => {
    const cloud = cloudWith();
    const zone = make(cloud, "aws:route53/zone:Zone", "z", { name: "example.com" });
    const signing = { region: "us-east-1", customerMasterKeySpec: "ECC_NIST_P256", keyUsage: "SIGN_VERIFY" };
    const keyOf = (name: string, over: Properties) =>
      make(cloud, "aws:kms/key:Key", name, { ...signing, ...over }).outputs["arn"] as Json;
    const sign = (name: string, arn: Json) =>
      make(cloud, "aws:route53/keySigningKey:KeySigningKey", name, {
        ...{ hostedZoneId: zone.id, keyManagementServiceArn: arn, name: "slipway" },
      });
    const on = { hostedZoneId: zone.id };
    expect(() => make(cloud, "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", "early", on)).toThrow(/no key to sign/);
    expect(() => sign("far", keyOf("a", { region: "eu-west-1" }))).toThrow(/InvalidKMSArn.*us-east-1/);
    expect(() => sign("rsa", keyOf("b", { customerMasterKeySpec: "RSA_2048" }))).toThrow(/InvalidKMSArn/);
    expect(sign("good", keyOf("c", {})).outputs["dsRecord"]).toMatch(/^\d+ 13 2 [0-9A-F]{64}$/);
    expect(() => make(cloud, "aws:route53/hostedZoneDnsSec:HostedZoneDnsSec", "on", on)).not.toThrow();
  });

  test("a subnet outside its VPC", () => {
    const cloud = cloudWith();
    const { id } = make(cloud, vpc, "v", { cidrBlock: "10.0.0.0/16" });
    expect(() => make(cloud, subnet, "s", { vpcId: id, cidrBlock: "10.1.0.0/24" })).toThrow(/InvalidSubnet\.Range/);
  });

  test("a cluster in one zone", () => {
    const cloud = cloudWith({ instances: [existing("aws:iam/role:Role", "r", { arn: "arn:r", name: "r" })] });
    const { id } = make(cloud, vpc, "v", { cidrBlock: "10.0.0.0/16" });
    const one = make(cloud, subnet, "s", { vpcId: id, cidrBlock: "10.0.0.0/24", availabilityZone: "a" });
    const inputs = { roleArn: "arn:r", vpcConfig: { subnetIds: [one.id] } };
    expect(() => make(cloud, "aws:eks/cluster:Cluster", "c", inputs)).toThrow(/at least two zones/);
  });

  test("a replica of a database whose password RDS keeps, or that has no backups", () => {
    const cloud = cloudWith();
    const source = { instanceClass: "x", identifier: "kept", manageMasterUserPassword: true, backupRetentionPeriod: 7 };
    make(cloud, db, "kept", source);
    make(cloud, db, "bare", { instanceClass: "x", identifier: "bare" });
    const replica = (replicateSourceDb: string) => () =>
      make(cloud, db, `of-${replicateSourceDb}`, { instanceClass: "x", replicateSourceDb });
    expect(replica("kept")).toThrow(/managed by RDS/);
    expect(replica("bare")).toThrow(/no automated backups/);
  });

  test("the same name twice", () => {
    const cloud = cloudWith();
    make(cloud, role, "a", { name: "same", assumeRolePolicy: trust });
    expect(() => make(cloud, role, "b", { name: "same", assumeRolePolicy: trust })).toThrow(/EntityAlreadyExists/);
  });

  const range = { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" };
  const rule = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 1, toPort: 1, cidrIpv4: "10.0.0.0/8" };
  const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const twins: [string, string, Properties, Properties, RegExp][] = [
    ["addresses of two subnets", subnet, range, { cidrBlock: "10.0.0.128/25" }, /InvalidSubnet\.Conflict/],
    ["a rule", ingress, rule, {}, /InvalidPermission\.Duplicate/],
    [
      "a group's name",
      "aws:ec2/securityGroup:SecurityGroup",
      { name: "db", vpcId: "vpc-1" },
      {},
      /InvalidGroup\.Duplicate/,
    ],
  ];
  test.each(twins)(
    "%s twice in one place, though not elsewhere or while that is unknown",
    (_, type, inputs, same, error) => {
      const cloud = cloudWith({ instances: ["vpc-1", "vpc-2", "sg-1", "sg-2"].map((id) => existingById(id)!) });
      make(cloud, type, "a", inputs);
      expect(() => make(cloud, type, "b", { ...inputs, ...same })).toThrow(error);
      const place: Properties = "vpcId" in inputs ? { vpcId: "vpc-2" } : { securityGroupId: "sg-2" };
      expect(() => make(cloud, type, "c", { ...inputs, ...place })).not.toThrow();
      const unknown = Object.fromEntries(Object.keys(place).map((key) => [key, UNKNOWN]));
      expect(() => make(cloud, type, "d", { ...inputs, ...unknown }, true)).not.toThrow();
    },
  );

  test("a name made up too long for the cloud", () => {
    const long = "shop-production-frontend-public-entry";
    expect(() => make(cloudWith(), "aws:lb/targetGroup:TargetGroup", long, {})).toThrow(
      /longer than the 32 characters/,
    );
  });
});

describe("types that are not modelled", () => {
  test.each([
    ["aws:ec2/transitGateway:TransitGateway", "rehearsal/clouds/aws/network.ts"],
    ["aws:s3/inventory:Inventory", "rehearsal/clouds/aws/s3.ts"],
    ["aws:mq/broker:Broker", "rehearsal/clouds/aws/mq.ts"],
    ["random:index/randomShuffle:RandomShuffle", "rehearsal/clouds/random.ts"],
    ["gcp:compute/vPNTunnel:VPNTunnel", "rehearsal/clouds/gcp/compute.ts"],
    ["linode:index/instance:Instance", "rehearsal/clouds/linode.ts"],
  ])("%s throws and names %s", (type, file) => {
    expect(() => make(cloudWith(), type, "x", {})).toThrow(NotModelled);
    expect(() => make(cloudWith(), type, "x", {})).toThrow(file);
  });

  test("so does a function", () => {
    expect(() => cloudWith().invoke("aws:ec2/getAmi:getAmi", {})).toThrow(/getAmi.*network\.ts/);
  });
});

describe("ids and outputs", () => {
  test("are the same in every run, and differ by URN", () => {
    const ids = [cloudWith(), cloudWith()].map((cloud) => make(cloud, vpc, "v", { cidrBlock: "10.0.0.0/16" }).id);
    expect(ids[0]).toBe(ids[1]);
    expect(make(cloudWith(), vpc, "other", { cidrBlock: "10.0.0.0/16" }).id).not.toBe(ids[0]);
  });

  test("have the forms that AWS gives them", () => {
    const cloud = cloudWith();
    const network = make(cloud, vpc, "v", { cidrBlock: "10.0.0.0/16" });
    expect(network.id).toMatch(/^vpc-0[0-9a-f]{16}$/);
    expect(network.outputs["arn"]).toBe(`arn:aws:ec2:eu-central-1:123456789012:vpc/${network.id}`);
    const queue = make(cloud, "aws:sqs/queue:Queue", "q", {});
    expect(queue.id).toMatch(/^https:\/\/sqs\.eu-central-1\.amazonaws\.com\/123456789012\/q-[0-9a-f]{7}$/);
    const key = make(cloud, "aws:kms/key:Key", "k", {});
    expect(key.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test("at preview: names are known, what the cloud computes is not", () => {
    const made = make(cloudWith(), db, "db", { instanceClass: "x", port: 5433 }, true);
    expect(made.id).toBe(UNKNOWN);
    expect(made.outputs).toMatchObject({ address: UNKNOWN, endpoint: UNKNOWN, arn: UNKNOWN, port: 5433 });
    expect(made.outputs["identifier"]).toMatch(/^db-[0-9a-f]{7}$/);
  });

  test("random text has the length and the classes asked for", () => {
    const inputs = { length: 40, special: false, upper: false };
    const { outputs } = make(cloudWith(), "random:index/randomPassword:RandomPassword", "p", inputs);
    expect(outputs["result"]).toMatch(/^[a-z0-9]{40}$/);
  });

  test("Kubernetes objects get a name, a namespace in their id, and a uid", () => {
    const config = "kubernetes:core/v1:ConfigMap";
    const made = make(cloudWith(), config, "settings", { metadata: { namespace: "shop" } });
    expect(made.id).toMatch(/shop\/settings-[0-9a-f]{8}$/);
    expect(valuesAt(made.outputs, "metadata.uid")).toHaveLength(1);
    const release = make(cloudWith(), "kubernetes:helm.sh/v3:Release", "web", {
      chart: "./charts/workload",
      namespace: "shop",
    });
    expect(release.outputs["status"]).toMatchObject({ namespace: "shop", status: "deployed" });
  });
});

describe("deletion", () => {
  test("is refused while something is used, and goes in the other order", () => {
    const cloud = cloudWith();
    const network = make(cloud, vpc, "v", { cidrBlock: "10.0.0.0/16" });
    const part = make(cloud, subnet, "s", { vpcId: network.id, cidrBlock: "10.0.0.0/24" });
    expect(() => cloud.delete(vpc, network.id)).toThrow(/DependencyViolation.*still used by s/);
    cloud.delete(subnet, part.id);
    cloud.delete(vpc, network.id);
    expect(cloud.state.instances).toEqual([]);
  });

  test.each([
    [db, { instanceClass: "x", deletionProtection: true }, /protected/],
    [db, { instanceClass: "x" }, /finalSnapshotIdentifier/],
    ["aws:lb/loadBalancer:LoadBalancer", { enableDeletionProtection: true }, /OperationNotPermitted/],
    [
      "aws:eks/cluster:Cluster",
      { roleArn: UNKNOWN, vpcConfig: {}, deletionProtection: true },
      /InvalidRequestException/,
    ],
  ] as [string, Properties, RegExp][])("of %s with %j is refused", (type, inputs, error) => {
    const cloud = cloudWith();
    const made = make(cloud, type, "x", inputs);
    expect(() => cloud.delete(type, made.id)).toThrow(error);
    const open = {
      ...made.inputs,
      deletionProtection: false,
      enableDeletionProtection: false,
      skipFinalSnapshot: true,
    };
    cloud.update(type, made.id, open);
    expect(() => cloud.delete(type, made.id)).not.toThrow();
  });

  test("survives a round through a file", () => {
    const first = cloudWith();
    const network = make(first, vpc, "v", { cidrBlock: "10.0.0.0/16" });
    make(first, subnet, "s", { vpcId: network.id, cidrBlock: "10.0.0.0/24" });
    const second = cloudWith(JSON.parse(JSON.stringify(first.state)));
    expect(second.state).toEqual(first.state);
    expect(() => second.delete(vpc, network.id)).toThrow(/DependencyViolation/);
  });
});

test("a DocumentDB grows, is upgraded and kept longer in place; another key or name replaces it", () => {
  const cloud = cloudWith();
  const inputs = {
    clusterIdentifier: "docs",
    engineVersion: "5.0.0",
    backupRetentionPeriod: 7,
    skipFinalSnapshot: true,
  };
  const cluster = make(cloud, docs, "d", inputs);
  const member = "aws:docdb/clusterInstance:ClusterInstance";
  const small = { clusterIdentifier: cluster.id, identifier: "docs-1", instanceClass: "db.t4g.medium" };
  make(cloud, member, "m", small);
  expect(cloud.diff(member, small, { ...small, instanceClass: "db.r6g.large" }).replaces).toEqual([]);
  const later = { ...inputs, engineVersion: "8.0.0", backupRetentionPeriod: 30, deletionProtection: true };
  expect(cloud.diff(docs, inputs, later).replaces).toEqual([]);
  expect(cloud.diff(docs, inputs, { ...inputs, storageEncrypted: true }).replaces).toEqual(["storageEncrypted"]);
  expect(cloud.diff(docs, inputs, { ...inputs, masterUsername: "other" }).replaces).toEqual(["masterUsername"]);
});

describe("MongoDB Atlas", () => {
  const project = "75c1d1aaff75c1d1aaff75c1";
  const cluster = "mongodbatlas:index/advancedCluster:AdvancedCluster";
  const user = "mongodbatlas:index/databaseUser:DatabaseUser";
  const atlasWith = () => cloudWith({ instances: [existing("mongodbatlas:index/project:Project", project)] });
  const spec = (electableSpecs: Properties, autoScaling: Properties = {}): Properties => ({
    replicationSpecs: [
      {
        regionConfigs: [
          {
            electableSpecs: { instanceSize: "M10", nodeCount: 3, ...electableSpecs },
            ...{ autoScaling, providerName: "AWS", regionName: "EU_WEST_1", priority: 7 },
          },
        ],
      },
    ],
  });
  const docs: Properties = { projectId: project, name: "docs", clusterType: "REPLICASET", ...spec({}) };
  const api: Properties = {
    ...{ projectId: project, username: "api", authDatabaseName: "admin", password: "p" },
    roles: [{ roleName: "read", databaseName: "shop" }],
  };

  test.each<[string, string, Properties, RegExp]>([
    ["a cluster in no project", cluster, { ...docs, projectId: "000000000000000000000000" }, /GROUP_NOT_FOUND/],
    ["one of two members", cluster, { ...docs, ...spec({ nodeCount: 2 }) }, /2 members.*not 3, 5 or 7/],
    ["one of no tier", cluster, { ...docs, ...spec({ instanceSize: "M11" }) }, /'M11', which is no tier/],
    [
      "one that scales to nothing",
      cluster,
      { ...docs, ...spec({}, { computeEnabled: true, computeMinInstanceSize: "M40", computeMaxInstanceSize: "M30" }) },
      /scales from above/,
    ],
    ["a moment of no backups", cluster, { ...docs, pitEnabled: true }, /no backups/],
    ["a key that its project has not", cluster, { ...docs, encryptionAtRestProvider: "AWS" }, /has not been given/],
    ["a user of no cluster", user, { ...api, scopes: [{ name: "none", type: "CLUSTER" }] }, /CLUSTER_NOT_FOUND/],
    ["a user without a role", user, { ...api, roles: [] }, /has no role/],
    [
      "a window on an eighth day",
      "mongodbatlas:index/maintenanceWindow:MaintenanceWindow",
      { projectId: project, dayOfWeek: 8, hourOfDay: 1 },
      /day 8 of 7/,
    ],
    [
      "an endpoint that is none",
      "mongodbatlas:index/privateLinkEndpointService:PrivateLinkEndpointService",
      { projectId: project, providerName: "AWS", privateLinkId: "p", endpointServiceId: "vpce-1" },
      /PRIVATE_ENDPOINT_SERVICE_NOT_FOUND/,
    ],
  ])("%s is refused", (_, type, inputs, message) => {
    expect(() => make(atlasWith(), type, "it", inputs)).toThrow(message);
  });

  test("a cluster grows, is upgraded and scaled in place; another name or project replaces it; protected, it is not deleted", () => {
    const cloud = atlasWith();
    const made = make(cloud, cluster, "docs", { ...docs, terminationProtectionEnabled: true });
    const bigger = {
      ...docs,
      ...spec({ instanceSize: "M40", nodeCount: 5 }),
      mongoDbMajorVersion: "8.0",
      pitEnabled: true,
    };
    expect(cloud.diff(cluster, docs, bigger).replaces).toEqual([]);
    expect(cloud.diff(cluster, docs, { ...docs, name: "other" }).replaces).toEqual(["name"]);
    expect(() => cloud.delete(cluster, made.id)).toThrow(/TERMINATION_PROTECTION/);
    cloud.update(cluster, made.id, docs);
    const used = make(cloud, user, "api", { ...api, scopes: [{ name: "docs", type: "CLUSTER" }] });
    expect(() => cloud.delete(cluster, made.id)).toThrow(/still used by api/);
    expect(() => cloud.delete("mongodbatlas:index/project:Project", project)).toThrow(/CANNOT_CLOSE_GROUP/);
    expect(() => make(cloud, user, "twin", api)).toThrow(/USER_ALREADY_EXISTS/);
    expect(() => make(cloud, cluster, "twin", docs)).toThrow(/DUPLICATE_CLUSTER_NAME/);
    expect(cloud.diff(user, api, { ...api, password: "q" }).replaces).toEqual([]);
    expect(cloud.secretsOf(user)).toContain("password");
    cloud.delete(user, used.id);
    cloud.delete(cluster, made.id);
  });

  test("snapshots are kept as long as it goes back", () => {
    const cloud = atlasWith();
    make(cloud, cluster, "docs", docs);
    const schedule = {
      projectId: project,
      clusterName: "docs",
      restoreWindowDays: 9,
      policyItemHourly: { retentionValue: 7 },
    };
    expect(() => make(cloud, "mongodbatlas:index/cloudBackupSchedule:CloudBackupSchedule", "s", schedule)).toThrow(
      /goes back 9 days.*kept 7/,
    );
  });
});

test("an update keeps the id; a diff tells what must be replaced", () => {
  const cloud = cloudWith();
  const network = make(cloud, vpc, "v", { cidrBlock: "10.0.0.0/16" });
  const next = { ...network.inputs, enableDnsSupport: true };
  expect(cloud.diff(vpc, network.inputs, next)).toEqual({ changed: ["enableDnsSupport"], replaces: [] });
  expect(cloud.update(vpc, network.id, next)).toMatchObject({ id: network.id, outputs: { enableDnsSupport: true } });
  expect(cloud.diff(vpc, network.inputs, { cidrBlock: "10.1.0.0/16" }).replaces).toEqual(["cidrBlock"]);
  expect(cloud.diff(vpc, network.inputs, network.inputs)).toEqual({ changed: [], replaces: [] });
  expect(() => cloud.read(vpc, "vpc-none")).toThrow(/NotFound/);
});

describe("functions", () => {
  test("a policy document is written as AWS writes it", () => {
    const statements = [
      {
        sid: "Tls",
        effect: "Deny",
        actions: ["s3:*"],
        resources: ["a", "b"],
        principals: [{ type: "*", identifiers: ["*"] }],
        conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
      },
    ];
    const { json } = cloudWith().invoke("aws:iam/getPolicyDocument:getPolicyDocument", { statements });
    expect(JSON.parse(String(json))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Tls",
          Effect: "Deny",
          Action: "s3:*",
          Resource: ["a", "b"],
          Principal: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  test("who and where", () => {
    const cloud = cloudWith();
    expect(cloud.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})["accountId"]).toBe(place.account);
    const zones = cloud.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", { state: "available" });
    expect(zones["names"]).toEqual(["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
    expect(() => cloud.invoke("aws:ec2/getVpc:getVpc", { id: "vpc-1" })).toThrow(/InvalidVpcID\.NotFound/);
  });
});

test("ids of well-known forms in a config are taken to exist", () => {
  const found = existingIn({
    network: { adopt: { id: "vpc-abc", privateSubnetIds: ["subnet-1", "subnet-2"] } },
    image: "x:1",
  });
  expect(found.map(({ id }) => id)).toEqual(["vpc-abc", "subnet-1", "subnet-2"]);
  expect(existingById("arn:aws:iam::111111111111:role/ops/admin")).toMatchObject({
    id: "admin",
    outputs: { name: "admin" },
  });
  expect(existingById("hello")).toBeUndefined();
});

/** The model against the SDK that the program is written with: a renamed type or output is found here. */
describe("every AWS type that is modelled", () => {
  const sdk = join(__dirname, "../../node_modules/@pulumi/aws");
  const tokens = aws.references.flatMap(({ to }) => to.map((each) => each.split("#")[0] ?? ""));
  const catalogue = readTokens();
  test.each([...new Set([...catalogue, ...tokens.filter((token) => aws.type(token))])])("%s is the SDK's", (token) => {
    const [, path = ""] = token.split(":");
    const file = join(sdk, `${path}.js`);
    expect(existsSync(file)).toBe(true);
    const source = readFileSync(file, "utf8");
    expect(source).toContain(`__pulumiType = '${token}'`);
    const known = new Set([...source.matchAll(/resourceInputs\["(\w+)"\]/g)].map(([, name]) => name));
    const model = aws.type(token)!;
    const context = {
      ...place,
      ...{ type: token, urn: "u", name: "n", inputs: {}, id: "id", now: new Date(0) },
      hash: (length: number) => "0".repeat(length),
      find: () => undefined,
      others: () => [],
    };
    const inputs = (model.references ?? []).map(({ path: at }) => at.replace("[]", "").split(".")[0] ?? "");
    const named = [...inputs, ...(model.replaceOn ?? []), ...(model.required ?? []), ...(model.secrets ?? [])];
    const outputs = Object.keys(model.outputs?.(context) ?? {});
    expect(
      [...outputs, ...named, model.autoName?.property ?? "tags"].filter((name) => !known.has(name) && name !== "tags"),
    ).toEqual([]);
  });

  function readTokens(): string[] {
    const folder = join(__dirname, "../../rehearsal/clouds/aws");
    const files = [
      "backup",
      "cloudwatch",
      "eks",
      "elasticache",
      "iam",
      "kms",
      "lb",
      "network",
      "rds",
      "s3",
      "secretsmanager",
      "security-groups",
      "sqs",
    ];
    const sources = files.map((file) => readFileSync(join(folder, `${file}.ts`), "utf8"));
    return sources.flatMap((source) =>
      [...source.matchAll(/^ {2}"(aws:[\w/]+:\w+)":/gm)].map(([, token]) => token ?? ""),
    );
  }
});

describe("a proxy before a database", () => {
  const proxy = "aws:rds/proxy:Proxy";
  const target = "aws:rds/proxyTarget:ProxyTarget";
  const parts = () => {
    const cloud = cloudWith();
    const { id: vpcId } = make(cloud, vpc, "net", { cidrBlock: "10.0.0.0/16" });
    const subnets = ["a", "b"].map(
      (zone, index) => make(cloud, subnet, zone, { vpcId, cidrBlock: `10.0.${index}.0/24` }).id,
    );
    const { outputs } = make(cloud, role, "reader", { assumeRolePolicy: trust });
    const inputs = { engineFamily: "POSTGRESQL", roleArn: outputs["arn"]!, vpcSubnetIds: subnets };
    const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop";
    return { cloud, inputs, auths: [{ authScheme: "SECRETS", secretArn: arn }] };
  };

  test("knows who comes by it, by secrets that are there", () => {
    const { cloud, inputs, auths } = parts();
    expect(() => make(cloud, proxy, "nobody", { ...inputs, auths: [] })).toThrow(/InvalidParameterValue/);
    expect(() => make(cloud, proxy, "strangers", { ...inputs, auths })).toThrow(/InvalidParameterValue/);
  });

  test("stands before a primary, and no replica", () => {
    const { cloud, inputs } = parts();
    make(cloud, db, "primary", {
      instanceClass: "db.t4g.micro",
      identifier: "one",
      backupRetentionPeriod: 7,
      skipFinalSnapshot: true,
    });
    make(cloud, db, "copy", {
      instanceClass: "db.t4g.micro",
      ...{ identifier: "two", replicateSourceDb: "one", skipFinalSnapshot: true },
    });
    const { outputs } = make(cloud, proxy, "pool", { ...inputs, name: "pool", defaultAuthScheme: "IAM_AUTH" });
    expect(outputs["endpoint"]).toMatch(/^pool\.proxy-\w+\.eu-central-1\.rds\.amazonaws\.com$/);
    const targetOf = (dbInstanceIdentifier: string) =>
      make(cloud, target, dbInstanceIdentifier, {
        dbProxyName: "pool",
        ...{ targetGroupName: "default", dbInstanceIdentifier },
      });
    expect(targetOf("one").outputs["type"]).toBe("RDS_INSTANCE");
    expect(() => targetOf("two")).toThrow(/InvalidDBInstanceState/);
    expect(() => targetOf("three")).toThrow(/DBInstanceNotFound/);
  });
});

describe("a store from a snapshot", () => {
  const copy = "aws:rds/snapshotCopy:SnapshotCopy";
  const keyOf = (cloud: SimulatedCloud, name: string) => make(cloud, "aws:kms/key:Key", name, {}).outputs["arn"]!;
  const left = () => {
    const cloud = cloudWith();
    const kmsKeyId = keyOf(cloud, "old");
    const { id } = make(cloud, db, "old", {
      ...{ instanceClass: "db.t4g.micro", identifier: "old", engineVersion: "17", kmsKeyId },
      finalSnapshotIdentifier: "old-final-1",
    });
    cloud.delete(db, id);
    return cloud;
  };
  const restored = (cloud: SimulatedCloud, more: Properties) =>
    make(cloud, db, "new", { instanceClass: "db.t4g.micro", identifier: "new", engineVersion: "17", ...more });

  test("a last snapshot can be made a database again, with a copy under another key alone", () => {
    const cloud = left();
    const kmsKeyId = keyOf(cloud, "new");
    expect(() => restored(cloud, { snapshotIdentifier: "old-final-1", kmsKeyId })).toThrow(/copy that with the other/);
    const { id } = make(cloud, copy, "origin", {
      ...{ sourceDbSnapshotIdentifier: "old-final-1", targetDbSnapshotIdentifier: "new-origin", kmsKeyId },
    });
    const made = restored(cloud, { snapshotIdentifier: id, kmsKeyId });
    // What it was made from may go: the database is not asked for it again.
    cloud.delete(copy, id);
    expect(cloud.update(db, made.id, { ...made.inputs, allocatedStorage: 50 }).outputs["allocatedStorage"]).toBe(50);
  });

  test("refused: none of that name, a newer server's, a cache's that is not there", () => {
    const cloud = left();
    expect(() => restored(cloud, { snapshotIdentifier: "older" })).toThrow(/DBSnapshotNotFound/);
    expect(() => restored(cloud, { snapshotIdentifier: "old-final-1", engineVersion: "16" })).toThrow(/newer than 16/);
    expect(() => make(cloud, cache, "c", { description: "c", snapshotName: "cold" })).toThrow(/SnapshotNotFoundFault/);
    expect(() =>
      make(cloud, copy, "x", { sourceDbSnapshotIdentifier: "none", targetDbSnapshotIdentifier: "x" }),
    ).toThrow(/DBSnapshotNotFound/);
  });
});
