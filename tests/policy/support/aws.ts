/** Good resources of AWS services, to be broken one property at a time. */
import { type Case, type Dict, kind, referring, TAGS } from "./resources";

export const queue = kind("aws:sqs/queue:Queue", { tags: TAGS });
export const topic = kind("aws:sns/topic:Topic", { kmsMasterKeyId: "alias/aws/sns", tags: TAGS });
export const fileSystem = kind("aws:efs/fileSystem:FileSystem", {
  encrypted: true,
  lifecyclePolicies: [{ transitionToIa: "AFTER_30_DAYS" }],
  tags: TAGS,
});
export const fileBackups = kind("aws:efs/backupPolicy:BackupPolicy", { backupPolicy: { status: "ENABLED" } });
export const accessPoint = kind("aws:efs/accessPoint:AccessPoint", {
  posixUser: { uid: 1000, gid: 1000 },
  rootDirectory: { path: "/app" },
  tags: TAGS,
});
export const docdb = kind("aws:docdb/cluster:Cluster", {
  storageEncrypted: true,
  backupRetentionPeriod: 14,
  deletionProtection: true,
  enabledCloudwatchLogsExports: ["audit"],
  tags: TAGS,
});
export const docdbParameters = kind("aws:docdb/clusterParameterGroup:ClusterParameterGroup", {
  family: "docdb5.0",
  tags: TAGS,
});
export const domain = kind("aws:opensearch/domain:Domain", {
  encryptAtRest: { enabled: true },
  nodeToNodeEncryption: { enabled: true },
  domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
  advancedSecurityOptions: { enabled: true },
  vpcOptions: { subnetIds: ["subnet-1"] },
  clusterConfig: { instanceCount: 3, zoneAwarenessEnabled: true },
  logPublishingOptions: ["ES_APPLICATION_LOGS", "AUDIT_LOGS"].map((logType) => ({
    logType,
    cloudwatchLogGroupArn: "arn:aws:logs:eu-west-1:111111111111:log-group:search",
  })),
  tags: TAGS,
});
export const kafka = kind("aws:msk/cluster:Cluster", {
  clientAuthentication: { sasl: { iam: true } },
  brokerNodeGroupInfo: { instanceType: "kafka.m7g.large", connectivityInfo: { publicAccess: { type: "DISABLED" } } },
  encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
  tags: TAGS,
});
export const stream = kind("aws:kinesis/stream:Stream", {
  encryptionType: "KMS",
  kmsKeyId: "alias/aws/kinesis",
  retentionPeriod: 168,
  tags: TAGS,
});
export const neptune = kind("aws:neptune/cluster:Cluster", { storageEncrypted: true, tags: TAGS });
export const table = kind("aws:dynamodb/table:Table", {
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
  tags: TAGS,
});
export const trail = kind("aws:cloudtrail/trail:Trail", {
  s3BucketName: "trail",
  kmsKeyId: "arn:aws:kms:eu-west-1:111111111111:key/1",
  isMultiRegionTrail: true,
  enableLogFileValidation: true,
  cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:111111111111:log-group:trail:*",
  tags: TAGS,
});
const ORIGIN = {
  originId: "app",
  domainName: "app.example.com",
  customOriginConfig: {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
  },
};
export const distribution = kind("aws:cloudfront/distribution:Distribution", {
  defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
  viewerCertificate: {
    acmCertificateArn: "arn:aws:acm:us-east-1:111111111111:certificate/1",
    minimumProtocolVersion: "TLSv1.2_2021",
  },
  origins: [ORIGIN],
  webAclId: "arn:aws:wafv2:us-east-1:111111111111:global/webacl/edge/1",
  loggingConfig: { bucket: "logs.s3.amazonaws.com" },
  tags: TAGS,
});
/** A distribution whose logs are delivered by CloudWatch. */
export const deliveredDistribution = (): Case => {
  const [subject] = distribution({ loggingConfig: undefined });
  return [
    subject,
    referring("aws:cloudwatch/logDeliverySource:LogDeliverySource", "delivery", "resourceArn", subject, { tags: TAGS }),
  ];
};
/** A distribution whose only origin is patched. */
export const distributionFrom = (origin: Dict, more: Dict = {}): Case =>
  distribution({ origins: [{ ...ORIGIN, ...origin }], ...more });
/** A distribution in front of a bucket. */
export const site = (patch: Dict = {}): Case =>
  distribution({
    defaultRootObject: "index.html",
    origins: [
      { originId: "site", domainName: "site.s3.eu-west-1.amazonaws.com", originAccessControlId: "E1", ...patch },
    ],
  });
export const classic = kind("aws:elb/loadBalancer:LoadBalancer", {
  listeners: [{ lbPort: 443, lbProtocol: "https", instancePort: 8080, instanceProtocol: "https" }],
  connectionDraining: true,
  accessLogs: { bucket: "logs" },
  tags: TAGS,
});
/** A public application load balancer behind a web ACL. */
export const publicBalancer = (acl: boolean): Case => {
  const [subject] = kind("aws:lb/loadBalancer:LoadBalancer", {
    internal: false,
    enableDeletionProtection: true,
    dropInvalidHeaderFields: true,
    accessLogs: { enabled: true, bucket: "logs" },
    tags: TAGS,
  })();
  const association = "aws:wafv2/webAclAssociation:WebAclAssociation";
  return acl ? [subject, referring(association, "acl", "resourceArn", subject)] : [subject];
};
export const proxy = kind("aws:rds/proxy:Proxy", { requireTls: true, tags: TAGS });
export const snapshot = kind("aws:rds/snapshot:Snapshot", { tags: TAGS });
export const amiPermission = kind("aws:ec2/amiLaunchPermission:AmiLaunchPermission", { accountId: "111111111111" });
export const ebsDefault = kind("aws:ebs/encryptionByDefault:EncryptionByDefault", { enabled: true });
export const certificate = kind("aws:acm/certificate:Certificate", { domainName: "example.com", tags: TAGS });
export const permission = kind("aws:lambda/permission:Permission", { principal: "events.amazonaws.com" });
export const functionUrl = kind("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "AWS_IAM" });
export const lambda = kind("aws:lambda/function:Function", {
  runtime: "nodejs24.x",
  vpcConfig: { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
  tags: TAGS,
});
export const networkAcl = kind("aws:ec2/networkAcl:NetworkAcl", { tags: TAGS });
export const networkAclRule = kind("aws:ec2/networkAclRule:NetworkAclRule", {
  ruleAction: "allow",
  egress: false,
  protocol: "tcp",
  cidrBlock: "10.0.0.0/8",
  fromPort: 0,
  toPort: 65535,
});
export const transitGateway = kind("aws:ec2transitgateway/transitGateway:TransitGateway", { tags: TAGS });
export const nodeGroup = kind("aws:eks/nodeGroup:NodeGroup", { instanceTypes: ["m7g.large"], tags: TAGS });
const metrics = { cloudwatchMetricsEnabled: true, metricName: "edge", sampledRequestsEnabled: true };
/** A web ACL with its logs. */
export const webAcl = (patch: Dict = {}, logs = true): Case => {
  const [subject] = kind("aws:wafv2/webAcl:WebAcl", {
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    rules: [{ name: "common", priority: 0, visibilityConfig: metrics }],
    visibilityConfig: metrics,
    tags: TAGS,
  })(patch);
  const logging = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
  return logs ? [subject, referring(logging, "logs", "resourceArn", subject)] : [subject];
};
export const topicPolicy = kind("aws:sns/topicPolicy:TopicPolicy", {});
export const queuePolicy = kind("aws:sqs/queuePolicy:QueuePolicy", {});
export const repositoryPolicy = kind("aws:ecr/repositoryPolicy:RepositoryPolicy", {});
export const secretPolicy = kind("aws:secretsmanager/secretPolicy:SecretPolicy", {});
export const vaultPolicy = kind("aws:backup/vaultPolicy:VaultPolicy", {});
export const filePolicy = kind("aws:efs/fileSystemPolicy:FileSystemPolicy", {});
export const vpcEndpoint = kind("aws:ec2/vpcEndpoint:VpcEndpoint", { tags: TAGS });
const FLAGS = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
export const accountBlock = kind("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", FLAGS);
export const bucketAccessPoint = kind("aws:s3/accessPoint:AccessPoint", {
  publicAccessBlockConfiguration: FLAGS,
  tags: TAGS,
});
export const ownership = kind("aws:s3/bucketOwnershipControls:BucketOwnershipControls", {
  rule: { objectOwnership: "BucketOwnerEnforced" },
});
export const userPolicy = kind("aws:iam/userPolicyAttachment:UserPolicyAttachment", {
  policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
});
export const passwords = kind("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", {
  minimumPasswordLength: 16,
  passwordReusePrevention: 24,
});
export const login = kind("aws:iam/userLoginProfile:UserLoginProfile", {});
export const detector = kind("aws:guardduty/detector:Detector", { tags: TAGS });
export const recorder = kind("aws:cfg/recorder:Recorder", { recordingGroup: { allSupported: true } });
export const rotation = kind("aws:secretsmanager/secretRotation:SecretRotation", {
  rotationRules: { automaticallyAfterDays: 30 },
});
export const plan = kind("aws:backup/plan:Plan", {
  rules: [{ ruleName: "daily", targetVaultName: "main", lifecycle: { deleteAfter: 35 } }],
  tags: TAGS,
});
/** A backup vault with its lock. */
export const vault = (patch: Dict = {}, lock = true): Case => {
  const [subject] = kind("aws:backup/vault:Vault", {
    kmsKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/1",
    tags: TAGS,
  })(patch);
  const locked = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";
  return lock ? [subject, referring(locked, "lock", "backupVaultName", subject)] : [subject];
};
/** A container registry repository with its lifecycle policy. */
export const repository = (patch: Dict = {}, lifecycle = true): Case => {
  const [subject] = kind("aws:ecr/repository:Repository", {
    imageScanningConfiguration: { scanOnPush: true },
    imageTagMutability: "IMMUTABLE",
    tags: TAGS,
  })(patch);
  const policy = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
  return lifecycle ? [subject, referring(policy, "lifecycle", "repository", subject)] : [subject];
};
/** A public DNS zone with its query log. */
export const zone = (patch: Dict = {}, log = true): Case => {
  const [subject] = kind("aws:route53/zone:Zone", { name: "example.com", tags: TAGS })(patch);
  return log ? [subject, referring("aws:route53/queryLog:QueryLog", "log", "zoneId", subject)] : [subject];
};
export const group = kind("aws:autoscaling/group:Group", {
  minSize: 1,
  maxSize: 3,
  vpcZoneIdentifiers: ["subnet-1", "subnet-2"],
});
export const alarm = kind("aws:cloudwatch/metricAlarm:MetricAlarm", {
  alarmActions: ["arn:aws:sns:eu-west-1:111111111111:alarms"],
  tags: TAGS,
});
export const budget = kind("aws:budgets/budget:Budget", {
  budgetType: "COST",
  notifications: [
    { comparisonOperator: "GREATER_THAN", threshold: 80, subscriberEmailAddresses: ["owner@example.com"] },
  ],
  tags: TAGS,
});
export const imageReplication = kind("aws:ecr/replicationConfiguration:ReplicationConfiguration", {});
export const backupsReplication = kind(
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
  {},
);
export const logFilter = kind("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", {});
export const flowLog = kind("aws:ec2/flowLog:FlowLog", { tags: TAGS });
