/** Objects of a cluster other than pods and roles. */
import type { CaseTable } from "../support/cases";
import * as r from "../support/resources";

const { U } = r;
const one = (type: string, body: r.Dict): r.Case => [r.object(type, "subject", body)];
const storage = (body: r.Dict) =>
  one("storage.k8s.io/v1:StorageClass", {
    provisioner: "ebs.csi.aws.com",
    parameters: { encrypted: "true", type: "gp3" },
    reclaimPolicy: "Retain",
    ...body,
  });
const ingress = (spec: r.Dict) => one("networking.k8s.io/v1:Ingress", { spec });
const HOST = { host: "shop.example", http: { paths: [] } };
const listener = (patch: r.Dict = {}): r.Dict => ({
  name: "https",
  protocol: "HTTPS",
  port: 443,
  tls: { certificateRefs: [{ name: "cert" }] },
  ...patch,
});
const gateway = (...listeners: unknown[]) => one("gateway.networking.k8s.io/v1:Gateway", { spec: { listeners } });
const postgres = (spec: r.Dict) =>
  one("postgresql.cnpg.io/v1:Cluster", {
    spec: { instances: 2, plugins: [{ name: "p", isWALArchiver: true }], ...spec },
  });
const pooler = (parameters: unknown, spec: r.Dict = {}) =>
  one("postgresql.cnpg.io/v1:Pooler", { spec: { instances: 2, pgbouncer: { parameters }, ...spec } });
const POOLED = { client_tls_sslmode: "require" };
const mongodb = (spec: r.Dict) =>
  one("psmdb.percona.com/v1:PerconaServerMongoDB", {
    spec: {
      tls: { mode: "requireTLS" },
      replsets: [{ name: "rs0", size: 3 }],
      backup: { enabled: true, pitr: { enabled: true }, tasks: [{ name: "daily", enabled: true }] },
      ...spec,
    },
  });
const webhook = (patch: r.Dict) =>
  one("admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", {
    webhooks: [
      {
        name: "w",
        failurePolicy: "Fail",
        timeoutSeconds: 10,
        rules: [{ apiGroups: [""], resources: ["pods"] }],
        namespaceSelector: { matchExpressions: [{ key: "x", operator: "Exists" }] },
        ...patch,
      },
    ],
  });
const pool = (limits: unknown) => one("karpenter.sh/v1:NodePool", { spec: { limits } });
const cron = (spec: r.Dict) => r.workload({}, "kubernetes:batch/v1:CronJob", {}, spec);
const job = (spec: r.Dict) => r.workload({}, "kubernetes:batch/v1:Job", {}, spec);
const scaled = (minReplicas: unknown, maxReplicas: unknown) => r.hpa({ spec: { minReplicas, maxReplicas } });
const SPREAD = { topologySpreadConstraints: undefined };

export const cluster: CaseTable = {
  "persistent-volume-not-host": {
    pass: [one("core/v1:PersistentVolume", { spec: { csi: { driver: "ebs.csi.aws.com" } } })],
    fail: [one("core/v1:PersistentVolume", { spec: { hostPath: { path: "/data" } } })],
    unknown: [one("core/v1:PersistentVolume", { spec: U }), one("core/v1:PersistentVolume", { spec: { hostPath: U } })],
  },
  "storage-class-encrypted": {
    pass: [storage({}), storage({ provisioner: "pd.csi.storage.gke.io", parameters: {} })],
    fail: [storage({ parameters: {} }), storage({ parameters: { encrypted: "false" } })],
    unknown: [storage({ parameters: U }), storage({ provisioner: U, parameters: {} })],
  },
  "storage-class-retain": {
    pass: [storage({})],
    fail: [storage({ reclaimPolicy: "Delete" }), storage({ reclaimPolicy: undefined })],
    unknown: [storage({ reclaimPolicy: U })],
  },
  "ingress-tls": {
    pass: [
      ingress({ rules: [HOST], tls: [{ hosts: ["shop.example"], secretName: "t" }] }),
      ingress({ rules: [HOST], tls: [{ secretName: "t" }] }),
      one("networking.k8s.io/v1:Ingress", {
        metadata: { annotations: { "alb.ingress.kubernetes.io/certificate-arn": "arn" } },
        spec: { rules: [HOST] },
      }),
    ],
    fail: [
      ingress({ rules: [HOST] }),
      ingress({ rules: [HOST, { host: "b.example" }], tls: [{ hosts: ["shop.example"] }] }),
      ingress({ rules: [{ http: { paths: [] } }] }),
      ingress({ defaultBackend: { service: { name: "x" } } }),
    ],
    unknown: [ingress({ rules: [HOST], tls: U }), ingress({ rules: [{ host: U }], tls: [{ hosts: ["a"] }] })],
  },
  "psmdb-tls": {
    pass: [mongodb({})],
    fail: [mongodb({ tls: undefined }), mongodb({ tls: { mode: "preferTLS" } })],
    unknown: [mongodb({ tls: U }), mongodb({ tls: { mode: U } })],
  },
  "psmdb-members": {
    pass: [mongodb({})],
    fail: [mongodb({ replsets: [{ name: "rs0", size: 1 }] }), mongodb({ replsets: [{ name: "rs0" }] })],
    unknown: [mongodb({ replsets: U }), mongodb({ replsets: [{ name: "rs0", size: U }] })],
  },
  "psmdb-archived": {
    pass: [mongodb({})],
    fail: [
      mongodb({ backup: undefined }),
      mongodb({ backup: { enabled: false } }),
      mongodb({ backup: { enabled: true, pitr: { enabled: false }, tasks: [{ name: "daily", enabled: true }] } }),
      mongodb({ backup: { enabled: true, pitr: { enabled: true } } }),
      mongodb({ backup: { enabled: true, pitr: { enabled: true }, tasks: [{ name: "daily", enabled: false }] } }),
    ],
    unknown: [mongodb({ backup: U }), mongodb({ backup: { enabled: U, pitr: { enabled: U }, tasks: U } })],
  },
  "cnpg-instances": {
    pass: [postgres({})],
    fail: [postgres({ instances: 1 }), postgres({ instances: undefined })],
    unknown: [postgres({ instances: U })],
  },
  "cnpg-pooler-instances": {
    pass: [pooler(POOLED)],
    fail: [pooler(POOLED, { instances: 1 }), pooler(POOLED, { instances: undefined })],
    unknown: [pooler(POOLED, { instances: U })],
  },
  "cnpg-pooler-tls": {
    pass: [
      pooler({ client_tls_sslmode: "require" }),
      pooler({ client_tls_sslmode: "verify-full", server_tls_sslmode: "verify-full" }),
    ],
    fail: [
      pooler({}),
      pooler({ client_tls_sslmode: "prefer" }),
      pooler({ client_tls_sslmode: "require", server_tls_sslmode: "require" }),
    ],
    unknown: [pooler(U), pooler({ client_tls_sslmode: U, server_tls_sslmode: U })],
  },
  "cnpg-archived": {
    pass: [
      postgres({}),
      postgres({ plugins: undefined, backup: { barmanObjectStore: { destinationPath: "s3://b" } } }),
    ],
    fail: [postgres({ plugins: undefined }), postgres({ plugins: [{ name: "p", isWALArchiver: false }] })],
    unknown: [
      postgres({ plugins: U }),
      postgres({ plugins: [U] }),
      postgres({ plugins: [{ name: "p", isWALArchiver: U }] }),
    ],
  },
  "gateway-tls": {
    pass: [gateway(listener()), gateway(listener(), { name: "http", protocol: "HTTP", port: 80 })],
    fail: [gateway({ name: "http", protocol: "HTTP", port: 80 }), gateway(listener({ tls: undefined }))],
    unknown: [
      gateway(listener({ tls: U })),
      gateway({ name: "x", protocol: U }),
      gateway({ name: "http", protocol: "HTTP" }, U),
    ],
  },
  "load-balancer-limited": {
    pass: [
      r.service(),
      r.service({ spec: { type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] } }),
      r.service({
        spec: { type: "LoadBalancer" },
        metadata: { annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" } },
      }),
    ],
    fail: [
      r.service({ spec: { type: "LoadBalancer" } }),
      r.service({ spec: { type: "LoadBalancer", loadBalancerSourceRanges: ["0.0.0.0/0"] } }),
    ],
    unknown: [
      r.service({ spec: { type: U } }),
      r.service({ spec: { type: "LoadBalancer", loadBalancerSourceRanges: U } }),
      r.service({ spec: { type: "LoadBalancer" }, metadata: { annotations: U } }),
    ],
  },
  "service-no-external-name": {
    pass: [r.service()],
    fail: [r.service({ spec: { type: "ExternalName", externalName: "db.example" } })],
    unknown: [r.service({ spec: { type: U } })],
  },
  "network-policy-egress-not-open": {
    pass: [r.networkPolicy(), r.networkPolicy({ spec: { egress: [{ ports: [{ port: 53 }] }] } })],
    fail: [r.networkPolicy({ spec: { egress: [{}] } })],
    unknown: [r.networkPolicy({ spec: { egress: U } }), r.networkPolicy({ spec: { podSelector: U, egress: [{}] } })],
  },
  "webhook-cannot-block": {
    pass: [
      webhook({}),
      webhook({ failurePolicy: "Ignore", namespaceSelector: undefined }),
      webhook({ rules: [{ resources: ["issuers"] }], namespaceSelector: {} }),
    ],
    fail: [
      webhook({ namespaceSelector: {} }),
      webhook({ namespaceSelector: undefined, failurePolicy: undefined }),
      webhook({ timeoutSeconds: 30 }),
    ],
    unknown: [
      webhook({ namespaceSelector: U }),
      webhook({ failurePolicy: U, namespaceSelector: {}, timeoutSeconds: U }),
    ],
  },
  "node-pool-limits": {
    pass: [pool({ cpu: "100" })],
    fail: [pool({}), pool(undefined)],
    unknown: [pool(U), pool({ cpu: U })],
  },
  "hpa-range": {
    pass: [r.hpa()],
    fail: [scaled(1, 6), scaled(undefined, 6), scaled(3, 3)],
    unknown: [scaled(U, U), scaled(2, U)],
  },
  "hpa-cap": {
    pass: [r.hpa()],
    fail: [scaled(2, 51)],
    unknown: [scaled(2, U)],
  },
  "cron-job-limits": {
    pass: [cron({}), cron({ concurrencyPolicy: "Replace" })],
    fail: [
      cron({ concurrencyPolicy: undefined }),
      cron({ concurrencyPolicy: "Allow" }),
      cron({ jobTemplate: { spec: { activeDeadlineSeconds: undefined } } }),
    ],
    unknown: [cron({ concurrencyPolicy: U, jobTemplate: { spec: { activeDeadlineSeconds: U } } })],
  },
  "job-limits": {
    pass: [
      job({}),
      r.workload(
        {},
        "kubernetes:batch/v1:Job",
        { annotations: { "helm.sh/hook": "test" } },
        {
          ttlSecondsAfterFinished: undefined,
        },
      ),
    ],
    fail: [job({ activeDeadlineSeconds: undefined }), job({ ttlSecondsAfterFinished: undefined })],
    unknown: [job({ activeDeadlineSeconds: U, ttlSecondsAfterFinished: U })],
  },
  "rolling-update": {
    pass: [r.deployment({ strategy: { rollingUpdate: { maxUnavailable: 1 } } })],
    fail: [
      r.deployment({ strategy: { type: "Recreate" } }),
      r.deployment({ strategy: { rollingUpdate: { maxUnavailable: "100%" } } }),
      r.deployment({ strategy: { rollingUpdate: { maxUnavailable: 2 } } }),
    ],
    unknown: [r.deployment({ strategy: U }), r.deployment({ replicas: U, strategy: { type: "Recreate" } })],
  },
  "pods-spread": {
    pass: [
      r.deployment({}),
      r.deployment({}, { ...SPREAD, affinity: { podAntiAffinity: { x: [] } } }),
      r.deployment({ replicas: undefined }, SPREAD).concat(r.hpa()[0]) as unknown as r.Case,
    ],
    fail: [r.deployment({}, SPREAD), r.workload(SPREAD, "kubernetes:argoproj.io/v1alpha1:Rollout")],
    unknown: [
      r.deployment({ replicas: U }, SPREAD),
      r.deployment({}, { topologySpreadConstraints: U }),
      r.deployment({}, { ...SPREAD, affinity: U }),
    ],
  },
};
