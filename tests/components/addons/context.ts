import type { AddonContext, AddonSettings } from "../../../components/contracts/addon";
import type { Environment } from "../../../components/contracts/common";
import type { LogSettings, TraceSettings } from "../../../components/contracts/telemetry";
import { everything } from "../monitoring/settings";

const bucketOf = (name: string) => ({
  kind: "bucket" as const,
  name: `shop-${name}`,
  id: `arn:aws:s3:::shop-${name}`,
  region: "eu-west-1",
  keyId: `arn:aws:kms:eu-west-1:111122223333:key/${name}`,
});

const logs: LogSettings = {
  backend: "loki",
  retentionDays: 30,
  replicas: 3,
  dropHealthChecks: true,
  healthPaths: ["/healthz", "/health"],
  redact: [],
};

const traces: TraceSettings = {
  backend: "tempo",
  retentionDays: 14,
  samplePercent: 100,
  keep: { slowMs: 1000, percent: 10 },
};

/** What add-ons of a stack of the demonstration shop are computed from. */
export function contextOf(environment: Environment, over: Partial<AddonSettings> = {}): AddonContext {
  const tags = { Project: "shop", Stack: environment, Environment: environment };
  const name = `shop-${environment}`;
  return {
    scope: {
      app: "shop",
      stack: environment,
      environment,
      name,
      region: "eu-west-1",
      account: "111122223333",
      tags,
      protect: environment !== "dev",
    },
    facts: {
      cloud: "aws",
      region: "eu-west-1",
      account: "111122223333",
      stackName: name,
      tags,
      clusterName: name,
      clusterEndpoint: "https://cluster.example.com",
      networkId: "vpc-0abc12345",
      nodeSubnets: [{ id: "subnet-private-a" }, { id: "subnet-private-b" }],
      accessGroup: "sg-nodes",
      nodeRole: `${name}-nodes`,
      secretPrefix: `shop/${environment}/`,
      secretStore: { aws: { service: "SecretsManager", region: "eu-west-1" } },
      controllerEnv: [{ name: "AWS_REGION", value: "eu-west-1" }],
      diskClass: "gp3",
      objectStore: { kind: "s3", endpoint: "s3.eu-west-1.amazonaws.com" },
    },
    podLabels: {},
    annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/controller" },
    replicas: environment === "dev" ? 1 : 2,
    settings: {
      monitoring: everything,
      logs,
      traces,
      buckets: { logs: bucketOf("logs"), traces: bucketOf("traces") },
      acmeEmail: "ops@example.com",
      dnsChallenges: [],
      externalDns: { provider: "cloud", zones: [{ name: "example.net", id: "Z0EXAMPLE" }], except: [] },
      hosts: ["shop.example.com", "api.example.com"],
      targets: [
        { port: 10_080, id: "arn:http" },
        { port: 10_443, id: "arn:https" },
      ],
      nodes: { capacity: "spot", architectures: ["amd64", "arm64"], maxCpu: 32, image: "bottlerocket@v1.65.0" },
      scaling: { queues: ["orders"], storePorts: [5432] },
      workloadNamespace: "shop",
      rollouts: true,
      signedRegistries: ["ghcr.io/example", "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop"],
      ...over,
    },
  };
}
