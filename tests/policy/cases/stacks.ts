/** Rules over the whole stack: what must stand beside what. */
import type { Resource } from "../../../policy/rule";
import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U, beside, object, referring } = r;

const [api] = r.deployment({});
const DENY = { spec: { podSelector: {}, policyTypes: ["Ingress"] } };
const namespace = r.namespace();
const policy = (body: r.Dict = DENY) => object("networking.k8s.io/v1:NetworkPolicy", "deny", body);
const quota = (body: r.Dict = {}) => object("core/v1:ResourceQuota", "quota", body);
const DIGEST = `@sha256:${"a".repeat(64)}`;
const runs = (image: unknown) =>
  r.pod({ image: typeof image === "string" && image !== U ? `${image}${DIGEST}` : image })[0];
/** A namespace with all that other rules ask for. */
const orderly = (...others: readonly Resource[]) => beside(namespace, policy(), quota(), ...others);
const signed = (spec: r.Dict = {}) =>
  object("policies.kyverno.io/v1:ImageValidatingPolicy", "signed", {
    spec: { validationActions: ["Deny"], matchImageReferences: [{ glob: "ghcr.io/acme/*" }], ...spec },
  });
const seen = { ...r.release()[0], manifests: [api] };

const rolesBy = (master: unknown): Resource => ({
  ...r.release({ master, roles: [{ name: "api", access: "readWrite" }] })[0],
  name: "roles",
});
const roles = rolesBy("rds!db-1");
const url = (query: string, scheme = "postgresql://") =>
  r.release({ secretEnv: { DB_URL: { format: `${scheme}{username}:{password}@{host}/shop${query}` } } });
const reads = (secret: unknown) => r.release({ secretEnv: { DB_USERNAME: { secret, property: "username" } } });

const web = (patch: r.Dict = {}): r.Case => {
  const [each] = r.deployment(patch);
  const labels = { app: "api", "app.kubernetes.io/component": "web" };
  return [{ ...each, props: r.but(each.props, { spec: { template: { metadata: { labels } } } }) }];
};
const alert = (expr: string) =>
  object("monitoring.coreos.com/v1:PrometheusRule", "alerts", {
    spec: { groups: [{ rules: [{ alert: "A", expr }] }] },
  });
const everyPod = alert("kube_deployment_spec_replicas > 0");
const [disruption] = r.budget();
const service = object("core/v1:Service", "svc", {
  metadata: { labels: r.LABELS },
  spec: { selector: { app: "api" } },
});
const route = (patch: r.Dict = {}) =>
  object("gateway.networking.k8s.io/v1:HTTPRoute", "subject", {
    spec: {
      parentRefs: [{ name: "public", namespace: "entry" }],
      rules: [{ backendRefs: [{ name: "svc" }] }],
      ...patch,
    },
  });
const gateway = (from: string) =>
  object("gateway.networking.k8s.io/v1:Gateway", "public", {
    metadata: { namespace: "entry" },
    spec: {
      listeners: [
        { name: "http", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: { from } } },
        {
          name: "https",
          protocol: "HTTPS",
          port: 443,
          tls: { certificateRefs: [{ name: "c" }] },
          allowedRoutes: { namespaces: { from: "All" } },
        },
      ],
    },
  });
const TO_HTTPS = [{ filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https" } }] }];

const inZones = (...zones: unknown[]) => r.vpc(zones);

/** A database in a subnet whose table has a route to `target`. */
function placed(target: "gateway" | "nat" | "unknown"): r.Case {
  const igw = r.resource("aws:ec2/internetGateway:InternetGateway", "igw", { tags: r.TAGS });
  const table = r.resource("aws:ec2/routeTable:RouteTable", "table", { tags: r.TAGS });
  const subnet = r.resource("aws:ec2/subnet:Subnet", "subnet", { tags: r.TAGS });
  const linked = (type: string, name: string, links: Record<string, r.Case[number]>): r.Case[number] =>
    r.resource(type, name, Object.fromEntries(Object.keys(links).map((key) => [key, U])), {
      propertyDependencies: Object.fromEntries(Object.entries(links).map(([key, to]) => [key, [to.urn]])),
    });
  const group = r.resource(
    "aws:rds/subnetGroup:SubnetGroup",
    "group",
    { subnetIds: [U], tags: r.TAGS },
    {
      propertyDependencies: { subnetIds: [subnet.urn] },
    },
  );
  const [database] = r.rds({ dbSubnetGroupName: U });
  const subject = { ...database, propertyDependencies: { dbSubnetGroupName: [group.urn] } };
  return [
    subject,
    ...[igw, table, subnet, group],
    linked("aws:ec2/route:Route", "route", {
      routeTableId: table,
      ...(target === "gateway" && { gatewayId: igw }),
      ...(target === "nat" && { natGatewayId: subnet }),
    }),
    linked("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", {
      routeTableId: table,
      subnetId: subnet,
    }),
  ];
}

const [group] = r.securityGroup();
const groupRule = referring(
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "rule",
  "securityGroupId",
  group,
  { ipProtocol: "tcp", tags: r.TAGS },
);
const [machine] = r.instance();
const user = (ids: unknown, urns?: string[]) => ({
  ...machine,
  name: "machine",
  props: { ...machine.props, vpcSecurityGroupIds: ids },
  ...(urns && { propertyDependencies: { vpcSecurityGroupIds: urns } }),
});

/** A bucket that nothing copies, or that a replication does which is said here. */
const alone = (patch: r.Dict = {}, replication?: r.Dict): r.Case => r.bucket(patch, { ReplicationConfig: replication });
const selection = (body: r.Dict, more: Partial<Resource> = {}): Resource =>
  r.resource("aws:backup/selection:Selection", "selection", body, more);
const BALANCER = r.but(r.loadBalancer()[0].props as r.Dict, { accessLogs: { enabled: true, bucket: U } });
/** A bucket with a copy, which is a bucket of this stack. */
const replicated = (from: r.Dict, to: r.Dict): r.Case => {
  const rules = [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::copy" } }];
  const copy: Resource[] = JSON.parse(JSON.stringify(alone({ bucket: "copy", ...to })).replaceAll("subject", "copy"));
  return beside(alone(from, { rules }), ...copy);
};

const scaledObject = r.object("keda.sh/v1alpha1:ScaledObject", "api", { spec: { scaleTargetRef: { name: "api" } } });

/** An Aurora with so many instances. */
const instancesOf = (count: number): r.Case => {
  const [cluster] = r.rdsCluster({ engine: "aurora-postgresql" });
  const names = Array.from({ length: count }, (_, index) => `instance-${index}`);
  const own = { tags: r.TAGS };
  return [
    cluster!,
    ...names.map((name) =>
      r.referring("aws:rds/clusterInstance:ClusterInstance", name, "clusterIdentifier", cluster!, own),
    ),
  ];
};

export const stacks: CaseTable = {
  "namespace-default-deny": {
    pass: [
      beside(namespace, api, policy(), quota()),
      namespace,
      beside(namespace, seen, policy(), quota()),
      beside(namespace, api, r.release()[0], quota()),
    ],
    fail: [
      beside(namespace, api, quota()),
      beside(namespace, api, quota(), policy({ spec: { podSelector: { matchLabels: { app: "x" } } } })),
      beside(namespace, api, quota(), policy({ ...DENY, metadata: { namespace: "other" } })),
      beside(namespace, api, quota(), policy({ spec: { podSelector: {}, policyTypes: ["Egress"] } })),
      beside(namespace, seen, quota()),
    ],
    unknown: [
      beside(namespace, api, quota(), policy({ ...DENY, metadata: { namespace: U } })),
      beside(r.namespace({ metadata: { name: U } }), api),
    ],
  },
  "image-signature-verified": {
    pass: [
      orderly(runs("ghcr.io/acme/api"), signed()),
      orderly(runs("acme/api"), signed({ matchImageReferences: [{ glob: "docker.io/acme/*" }] })),
      orderly(runs("registry.example.com/api")),
      namespace,
    ],
    fail: [
      orderly(runs("ghcr.io/acme/api")),
      orderly(runs("acme/api"), signed()),
      orderly(runs("ghcr.io/acme/api"), signed({ validationActions: ["Audit"] })),
      orderly(runs("ghcr.io/acme/api"), signed({ matchImageReferences: [{ glob: "ghcr.io/other/*" }] })),
      orderly(
        runs("ghcr.io/acme/api"),
        signed({ matchConstraints: { namespaceSelector: { matchLabels: { a: "b" } } } }),
      ),
      orderly(r.release({ values: { image: { repository: "ghcr.io/acme/api", tag: "1" } } })[0]),
    ],
    unknown: [
      orderly(runs(U)),
      orderly(runs("ghcr.io/acme/api"), signed({ validationActions: U })),
      orderly(runs("ghcr.io/acme/api"), signed({ matchImageReferences: [{ expression: "true" }] })),
      beside(r.namespace({ metadata: { name: U } }), runs("ghcr.io/acme/api")),
    ],
  },
  "namespace-quota": {
    pass: [beside(namespace, api, policy(), quota()), namespace],
    fail: [
      beside(namespace, api, policy()),
      beside(namespace, api, policy(), quota({ metadata: { namespace: "other" } })),
    ],
    unknown: [beside(namespace, api, policy(), quota({ metadata: { namespace: U } }))],
  },
  "route-redirects-http": {
    pass: [
      [route(), gateway("Same")],
      [route({ parentRefs: [{ name: "public", namespace: "entry", sectionName: "https" }] }), gateway("All")],
      [route({ rules: TO_HTTPS }), gateway("All")],
    ],
    fail: [
      [route(), gateway("All")],
      [route({ parentRefs: [{ name: "public", namespace: "entry", sectionName: "http" }] }), gateway("All")],
    ],
    unknown: [[route({ parentRefs: U }), gateway("All")], [route()], [route({ rules: U }), gateway("All")]],
  },
  "hpa-no-replicas": {
    pass: [beside(r.deployment({ replicas: undefined }), r.hpa()[0])],
    fail: [beside(r.deployment({ replicas: 3 }), r.hpa()[0]), beside(r.deployment({ replicas: 3 }), scaledObject)],
    unknown: [
      beside(r.deployment({ replicas: U }), r.hpa()[0]),
      beside(r.deployment({}), r.hpa({ spec: { scaleTargetRef: { name: U } } })[0]),
    ],
  },
  "enough-replicas": {
    pass: [
      r.deployment({}),
      beside(r.deployment({ replicas: undefined }), r.hpa()[0]),
      // KEDA, whose target is a Deployment where it does not say what.
      beside(r.deployment({ replicas: undefined }), scaledObject),
    ],
    fail: [r.deployment({ replicas: 1 }), r.deployment({ replicas: undefined })],
    unknown: [r.deployment({ replicas: U })],
  },
  "disruption-budget-allows": {
    pass: [r.budget(), beside(r.budget({ spec: { maxUnavailable: undefined, minAvailable: 1 } }), api)],
    fail: [
      r.budget({ spec: { maxUnavailable: 0 } }),
      r.budget({ spec: { maxUnavailable: "0%" } }),
      r.budget({ spec: { maxUnavailable: undefined, minAvailable: "100%" } }),
      beside(r.budget({ spec: { maxUnavailable: undefined, minAvailable: 2 } }), api),
      beside(
        r.budget({
          spec: {
            maxUnavailable: undefined,
            minAvailable: 2,
            selector: { matchLabels: undefined, matchExpressions: [{ key: "app", operator: "In", values: ["api"] }] },
          },
        }),
        ...r.deployment({ replicas: undefined }),
        ...r.hpa(),
      ),
    ],
    unknown: [
      r.budget({ spec: { maxUnavailable: U } }),
      beside(r.budget({ spec: { maxUnavailable: undefined, minAvailable: 2 } }), r.deployment({ replicas: U })[0]),
      beside(r.budget({ spec: { maxUnavailable: undefined, minAvailable: 9, selector: U } }), api),
    ],
  },
  "web-workload-budget": {
    pass: [
      beside(web(), disruption),
      r.deployment({}),
      beside(web(), r.release()[0]),
      beside(r.deployment({}), service, route(), disruption),
    ],
    fail: [
      web(),
      beside(web(), r.budget({ spec: { selector: { matchLabels: { app: "other" } } } })[0]),
      beside(web(), r.budget({ metadata: { namespace: "other" } })[0]),
      beside(r.deployment({}), service, route()),
    ],
    unknown: [beside(web(), r.budget({ spec: { selector: U } })[0])],
  },
  "store-tls-verified": {
    pass: [
      url("?sslmode=verify-full&sslrootcert=/etc/x"),
      url("?sslmode=verify-ca"),
      url("?sslaccept=strict"),
      url("", "mysql://"),
    ],
    fail: [url("?sslmode=require"), url(""), url("?sslmode=verify-fully")],
    unknown: [r.release({ secretEnv: { DB_URL: { format: U } } }), r.release(U)],
  },
  "store-master-kept": {
    pass: [beside(reads("login-db-api"), roles), reads("rds!db-1"), [roles]],
    fail: [
      beside(reads("rds!db-1"), roles),
      beside(r.release({ secretEnv: { DB_URL: { format: "{p}", secrets: { p: { secret: "rds!db-1" } } } } }), roles),
      beside(r.release({ data: [{ secretKey: "p", remoteRef: { key: "rds!db-1" } }] }), roles),
      beside(r.release({ stores: { db: { secrets: { restore: { id: "rds!db-1" } } } } }), roles),
    ],
    unknown: [beside(reads("rds!db-1"), rolesBy(U)), beside(reads(U), roles), beside(r.release(U), roles)],
  },
  "web-workload-alerts": {
    pass: [
      beside(web(), disruption, everyPod),
      beside(web(), disruption, alert('rate(my_errors{service="api"}[5m]) > 1')),
      beside(web(), disruption, alert('kube_pod_status_ready{namespace="shop"} == 0')),
      beside(web(), disruption),
    ],
    fail: [
      beside(web(), disruption, alert('kube_pod_status_ready{namespace="other"} == 0')),
      beside(web(), disruption, alert("up == 0")),
      beside(web(), disruption, r.eks()[0]),
    ],
    unknown: [beside(web(), disruption, alert(U)), beside(web(), disruption, alert("up == 0"), r.release()[0])],
  },
  "prod-three-zones": {
    pass: [inZones("a", "b", "c"), inZones("a", "b", "c", "c")],
    fail: [inZones("a", "b"), inZones("a", "b", "b")],
    unknown: [inZones("a", "b", U)],
  },
  "database-private-subnets": {
    pass: [placed("nat"), r.rds()],
    fail: [placed("gateway")],
    unknown: [placed("unknown"), r.rds({ dbSubnetGroupName: U })],
  },
  "aurora-readers": {
    pass: [instancesOf(2), instancesOf(3), r.rdsCluster({ engine: "postgres" }), r.rdsCluster()],
    fail: [instancesOf(0), instancesOf(1)],
    unknown: [
      r.rdsCluster({ engine: U }),
      beside(
        r.rdsCluster({ engine: "aurora-postgresql" }),
        ...["a", "b"].map((name) =>
          r.resource("aws:rds/clusterInstance:ClusterInstance", name, { clusterIdentifier: U, tags: r.TAGS }),
        ),
      ),
    ],
  },
  "security-group-used": {
    pass: [[group, groupRule, user([U], [group.urn])], [group]],
    fail: [[group, groupRule, user([U], ["urn:other"])]],
    unknown: [[group, groupRule, user(U), { ...user([U], ["urn:other"]), name: "second" }]],
  },
  "bucket-lifecycle": {
    pass: [r.bucket()],
    fail: [r.bucket({}, { LifecycleConfiguration: undefined })],
    unknown: [
      beside(
        r.bucket({}, { LifecycleConfiguration: undefined }),
        r.resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "rules", { bucket: U }),
      ),
    ],
  },
  "bucket-backed-up": {
    context: { pass: { regions: ["eu-west-1", "eu-central-1"] }, fail: {}, unknown: {} },
    pass: [
      r.bucket(),
      beside(alone({ bucket: "media" }), selection({ resources: ["arn:aws:s3:::*"] })),
      beside(alone({ bucket: "media" }), selection({ resources: ["arn:aws:s3:::med*"] })),
      beside(alone(), selection({ resources: [U] }, { propertyDependencies: { resources: [alone()[0].urn] } })),
      beside(alone(), selection({ selectionTags: [{ type: "STRINGEQUALS", key: "Stack", value: "prod" }] })),
      beside(alone(), referring("aws:s3/bucketLogging:BucketLogging", "logging", "targetBucket", alone()[0])),
      beside(alone(), referring("aws:lb/loadBalancer:LoadBalancer", "entry", "accessLogs", alone()[0], BALANCER)),
      replicated({ region: "eu-west-1" }, { region: "eu-central-1" }),
    ],
    fail: [
      alone(),
      alone({ bucket: "media" }, { rules: [{ status: "Disabled", destination: { bucket: U } }] }),
      beside(alone({ bucket: "media" }), selection({ resources: ["arn:aws:s3:::other", "arn:aws:rds:*"] })),
      beside(alone({ bucket: "media" }), selection({ resources: ["*"], notResources: ["arn:aws:s3:::media"] })),
      beside(alone(), selection({ selectionTags: [{ type: "STRINGEQUALS", key: "Stack", value: "other" }] })),
      replicated({ region: "eu-west-1" }, { region: "eu-west-1" }),
    ],
    unknown: [
      beside(alone(), selection({ resources: U })),
      beside(alone(), selection({ resources: ["arn:aws:s3:::media"] })),
      beside(alone(), selection({ selectionTags: U })),
      beside(alone({ tags: U }), selection({ selectionTags: [{ type: "STRINGEQUALS", key: "a", value: "b" }] })),
      replicated({ region: U }, { region: "eu-west-1" }),
    ],
  },
  "recovery-point": {
    context: { pass: { rpoHours: 1 }, fail: { rpoHours: 1 }, unknown: { rpoHours: 1 } },
    pass: [r.rds(), r.rds({ replicateSourceDb: "primary" })],
    fail: [r.redis()],
    unknown: [r.redis({ snapshotRetentionLimit: U }), r.rds({ backupRetentionPeriod: U })],
  },
  "monthly-budget": {
    context: {
      pass: { monthlyBudget: 100, monthlyCost: 99 },
      fail: { monthlyBudget: 100, monthlyCost: 140 },
      unknown: { monthlyBudget: 100 },
    },
    pass: [r.key()],
    fail: [r.key(), [r.resource("pulumi:pulumi:Stack", "subject", {})]],
    unknown: [r.key()],
  },
};
