import { UNKNOWN } from "../../../policy/read";
import type { Resource } from "../../../policy/rule";
import { ALL_RULES, PACKS } from "../../../policy/rules";
import { readSettings, type Settings } from "../../../policy/settings";
import { WORKLOADS } from "../../../policy/types";

/** A value that is not known at preview. */
export const U = UNKNOWN;

export type Dict = Record<string, unknown>;
/** A stack of resources, with its subject first. */
export type Case = readonly [Resource, ...Resource[]];

/** The clock of every test. */
export const NOW = new Date("2026-11-21T12:00:00Z");

export const TAGS = {
  Project: "shop",
  Stack: "prod",
  Environment: "prod",
  ManagedBy: "slipway",
  Owner: "team",
  CostCenter: "42",
};

export function settings(config: Dict = {}, stack = "prod"): Settings {
  return readSettings(
    {
      project: "slipway",
      stack,
      now: NOW,
      config: {
        "slipway:app": "shop",
        "slipway:environment": "prod",
        "slipway:owner": "team",
        "slipway:costCenter": "42",
        ...config,
      },
    },
    { rules: ALL_RULES.map((rule) => rule.name), packs: PACKS },
  );
}

const isDict = (value: unknown): value is Dict => typeof value === "object" && value !== null && !Array.isArray(value);

/** `base` with a patch: maps are merged, lists replaced, `undefined` takes a key away. */
export function but(base: Dict, patch: Dict): Dict {
  const result = { ...base };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) delete result[key];
    else if (isDict(value) && isDict(result[key])) result[key] = but(result[key], value);
    else result[key] = value;
  }
  return result;
}

export const resource = (type: string, name: string, props: Dict, more: Partial<Resource> = {}): Resource => ({
  type,
  name,
  urn: `urn:pulumi:prod::shop::${type}::${name}`,
  props,
  options: { protect: true },
  ...more,
});

/** A builder of one kind: good properties, but for the patch. */
export const kind =
  (type: string, good: Dict) =>
  (patch: Dict = {}, more: Partial<Resource> = {}): Case => [resource(type, "subject", but(good, patch), more)];

/** Something else that refers to `target` by the engine's record, its id being unknown as in a preview. */
export const referring = (type: string, name: string, property: string, target: Resource, props: Dict = {}): Resource =>
  resource(type, name, { [property]: U, ...props }, { propertyDependencies: { [property]: [target.urn] } });

const GP3 = [{ deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3" } }];

export const rds = kind("aws:rds/instance:Instance", {
  storageEncrypted: true,
  kmsKeyId: "arn:aws:kms:eu-west-1:111111111111:key/1",
  publiclyAccessible: false,
  backupRetentionPeriod: 14,
  deletionProtection: true,
  skipFinalSnapshot: false,
  finalSnapshotIdentifier: "last-1",
  copyTagsToSnapshot: true,
  multiAz: true,
  storageType: "gp3",
  enabledCloudwatchLogsExports: ["postgresql"],
  monitoringInterval: 60,
  tags: TAGS,
});
export const rdsCluster = kind("aws:rds/cluster:Cluster", {
  storageEncrypted: true,
  kmsKeyId: "arn:aws:kms:eu-west-1:111111111111:key/1",
  backupRetentionPeriod: 14,
  deletionProtection: true,
  skipFinalSnapshot: false,
  finalSnapshotIdentifier: "last-1",
  copyTagsToSnapshot: true,
  enabledCloudwatchLogsExports: ["postgresql"],
  tags: TAGS,
});
export const clusterInstance = kind("aws:rds/clusterInstance:ClusterInstance", { tags: TAGS });
export const parameters = kind("aws:rds/parameterGroup:ParameterGroup", {
  family: "postgres16",
  parameters: [{ name: "rds.force_ssl", value: "1" }],
  tags: TAGS,
});
export const redis = kind("aws:elasticache/replicationGroup:ReplicationGroup", {
  atRestEncryptionEnabled: true,
  transitEncryptionEnabled: true,
  authToken: U,
  snapshotRetentionLimit: 3,
  automaticFailoverEnabled: true,
  multiAzEnabled: true,
  subnetGroupName: "data",
  tags: TAGS,
});
export const eks = kind("aws:eks/cluster:Cluster", {
  encryptionConfig: { resources: ["secrets"], provider: { keyArn: "arn:aws:kms:eu-west-1:111111111111:key/1" } },
  vpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
  accessConfig: { authenticationMode: "API" },
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
  tags: TAGS,
});
export const key = kind("aws:kms/key:Key", { enableKeyRotation: true, tags: TAGS });
export const template = kind("aws:ec2/launchTemplate:LaunchTemplate", {
  blockDeviceMappings: GP3,
  metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
  tags: TAGS,
});
export const instance = kind("aws:ec2/instance:Instance", {
  rootBlockDevice: { encrypted: true, volumeType: "gp3" },
  metadataOptions: { httpTokens: "required" },
  tags: TAGS,
});
export const volume = kind("aws:ebs/volume:Volume", { encrypted: true, type: "gp3", tags: TAGS });
export const listener = kind("aws:lb/listener:Listener", {
  protocol: "HTTPS",
  sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  defaultActions: [{ type: "forward" }],
  tags: TAGS,
});
export const loadBalancer = kind("aws:lb/loadBalancer:LoadBalancer", {
  internal: true,
  enableDeletionProtection: true,
  dropInvalidHeaderFields: true,
  accessLogs: { enabled: true, bucket: "logs" },
  tags: TAGS,
});
export const accessBlock = kind("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
export const bucketPolicy = kind("aws:s3/bucketPolicy:BucketPolicy", {});
export const bucketAcl = kind("aws:s3/bucketAcl:BucketAcl", { acl: "private" });
export const securityGroup = kind("aws:ec2/securityGroup:SecurityGroup", { tags: TAGS });
export const groupRule = kind("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "ingress", protocol: "tcp" });
export const ingressRule = kind("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
  ipProtocol: "tcp",
  tags: TAGS,
});
export const defaultGroup = kind("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", { tags: TAGS });
export const subnet = kind("aws:ec2/subnet:Subnet", { mapPublicIpOnLaunch: false, tags: TAGS });
export const logGroup = kind("aws:cloudwatch/logGroup:LogGroup", { retentionInDays: 30, tags: TAGS });
export const secret = kind("aws:secretsmanager/secret:Secret", { recoveryWindowInDays: 30, tags: TAGS });
export const role = kind("aws:iam/role:Role", { tags: TAGS });
export const iamPolicy = kind("aws:iam/policy:Policy", { tags: TAGS });
export const rolePolicy = kind("aws:iam/rolePolicy:RolePolicy", {});
export const attachment = kind("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {});
export const accessKey = kind("aws:iam/accessKey:AccessKey", {});

/** A policy document as JSON, of the given statements. */
export const document = (...statements: Dict[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
export const allow = (Action: unknown, Resource: unknown = "*", more: Dict = {}): string =>
  document({ Effect: "Allow", Action, Resource, ...more });
export const trust = (Principal: unknown, more: Dict = {}): string =>
  document({ Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more });

const TLS_ONLY = document({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "*",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const S3 = "aws:s3/bucket";
const part = (type: string): string => `${S3}${type}:Bucket${type}`;
const COMPANIONS: Readonly<Record<string, Dict>> = {
  PublicAccessBlock: {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  },
  ServerSideEncryptionConfiguration: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
  Versioning: { versioningConfiguration: { status: "Enabled" } },
  LifecycleConfiguration: { rules: [{ id: "old", status: "Enabled" }] },
  Policy: { policy: TLS_ONLY },
  ReplicationConfig: { rules: [{ status: "Enabled", destination: { bucket: UNKNOWN } }] },
};

/** A bucket with all that belongs to it; a companion set to undefined is left out, another one is patched. */
export function bucket(patch: Dict = {}, companions: Readonly<Record<string, Dict | undefined>> = {}): Case {
  const subject = resource("aws:s3/bucket:Bucket", "subject", but({ tags: TAGS }, patch));
  const others = Object.entries({ ...COMPANIONS, ...companions }).flatMap(([type, change]) =>
    change === undefined
      ? []
      : [referring(part(type), `subject-${type}`, "bucket", subject, { ...COMPANIONS[type], ...change })],
  );
  return [subject, ...others];
}

/** A VPC with a flow log and subnets in the given zones. */
export function vpc(zones: readonly unknown[] = ["a", "b", "c"], flowLog = true): Case {
  const subject = resource("aws:ec2/vpc:Vpc", "subject", { cidrBlock: "10.0.0.0/16", tags: TAGS });
  return [
    subject,
    ...zones.map((availabilityZone, index) =>
      referring("aws:ec2/subnet:Subnet", `subnet-${index}`, "vpcId", subject, { availabilityZone, tags: TAGS }),
    ),
    ...(flowLog ? [referring("aws:ec2/flowLog:FlowLog", "log", "vpcId", subject, { tags: TAGS })] : []),
  ];
}

export const LABELS = {
  "app.kubernetes.io/name": "api",
  "app.kubernetes.io/part-of": "shop",
  "app.kubernetes.io/managed-by": "slipway",
};
const METADATA = { name: "api", namespace: "shop", labels: LABELS };

export const container = (patch: Dict = {}): Dict =>
  but(
    {
      name: "api",
      image: `registry.example/api:1.2.3@sha256:${"a".repeat(64)}`,
      resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "64Mi" } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    },
    patch,
  );

const POD: Dict = {
  serviceAccountName: "api",
  automountServiceAccountToken: false,
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: "kubernetes.io/hostname" }],
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [container()],
};

const PODS = { metadata: { labels: { app: "api" } } };
const JOB = { activeDeadlineSeconds: 600, ttlSecondsAfterFinished: 600 };

/** A workload of a kind, its pod patched; `more` patches the object's own spec. */
export function workload(pod: Dict = {}, type: string = WORKLOADS[0], metadata: Dict = {}, more: Dict = {}): Case {
  const spec = but(POD, pod);
  const head = but(METADATA, metadata);
  const template = { ...PODS, spec };
  const nest: Readonly<Record<string, Dict>> = {
    "kubernetes:core/v1:Pod": { spec },
    "kubernetes:core/v1:PodTemplate": { template },
    "kubernetes:batch/v1:Job": { spec: but({ ...JOB, template }, more) },
    "kubernetes:batch/v1:CronJob": {
      spec: but({ concurrencyPolicy: "Forbid", jobTemplate: { spec: { ...JOB, template } } }, more),
    },
    "kubernetes:apps/v1:DaemonSet": { spec: but({ template }, more) },
  };
  const own = nest[type] ?? { spec: but({ replicas: 2, template }, more) };
  return [resource(type, "subject", { metadata: head, ...own })];
}
/** A Deployment whose own spec is patched. */
export const deployment = (spec: Dict, pod: Dict = {}): Case => workload(pod, WORKLOADS[0], {}, spec);
/** A Deployment whose one container is patched. */
export const pod = (patch: Dict): Case => workload({ containers: [container(patch)] });
export const guarded = (securityContext: Dict): Case => pod({ securityContext });

export const release = (values: unknown = {}, patch: Dict = {}): Case => [
  resource(
    "kubernetes:helm.sh/v3:Release",
    "subject",
    but({ chart: "x", namespace: "shop", atomic: true, timeout: 300, values }, patch),
  ),
];
export const namespace = kind("kubernetes:core/v1:Namespace", {
  metadata: { name: "shop", labels: { ...LABELS, "pod-security.kubernetes.io/enforce": "restricted" } },
});
export const service = kind("kubernetes:core/v1:Service", { metadata: METADATA, spec: { type: "ClusterIP" } });
export const configMap = kind("kubernetes:core/v1:ConfigMap", { metadata: METADATA });
export const networkPolicy = kind("kubernetes:networking.k8s.io/v1:NetworkPolicy", {
  metadata: METADATA,
  spec: { podSelector: {}, ingress: [] },
});
export const clusterRole = kind("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", {});
export const binding = kind("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", {
  roleRef: { name: "view" },
  subjects: [{ kind: "ServiceAccount", name: "api" }],
});

/** An object of the cluster in the namespace `shop`, as Pulumi registers it. */
export const object = (type: string, name: string, body: Dict = {}, more: Partial<Resource> = {}): Resource =>
  resource(`kubernetes:${type}`, name, but({ metadata: { name, namespace: "shop" } }, body), more);
/** The first of a case, with others beside it. */
export const beside = (subject: Case, ...others: readonly Resource[]): Case => [...subject, ...others];
export const hpa = kind("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", {
  metadata: METADATA,
  spec: { minReplicas: 2, maxReplicas: 6, scaleTargetRef: { kind: "Deployment", name: "api" } },
});
export const budget = kind("kubernetes:policy/v1:PodDisruptionBudget", {
  metadata: METADATA,
  spec: { maxUnavailable: 1, selector: { matchLabels: { app: "api" } } },
});
export const roleWith = (...rules: Dict[]): Case => clusterRole({ rules });
