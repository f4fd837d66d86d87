import { objectAt, texts } from "../paths";
import type { CloudShape } from "../shape";

/** The parts that AWS's types play. */
export const awsShape: CloudShape = {
  provider: "aws",
  types: {
    networks: ["aws:ec2/vpc:Vpc"],
    places: ["aws:eks/nodeGroup:NodeGroup", "aws:eks/fargateProfile:FargateProfile"],
    pools: ["aws:eks/nodeGroup:NodeGroup"],
    databases: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:docdb/cluster:Cluster"],
    caches: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    buckets: ["aws:s3/bucket:Bucket"],
    queues: ["aws:sqs/queue:Queue"],
    entries: ["aws:lb/loadBalancer:LoadBalancer"],
  },
  cidr: ({ inputs }) => String(inputs["cidrBlock"]),
  pool: ({ inputs }) => {
    const { minSize, maxSize, desiredSize } = objectAt(inputs, "scalingConfig");
    const kinds = texts(inputs, "instanceTypes[]").join(", ");
    return { kinds, min: Number(minSize ?? 0), max: Number(maxSize ?? 0), first: Number(desiredSize ?? 0) };
  },
  isReplica: ({ inputs }) => inputs["replicateSourceDb"] !== undefined,
  members: {
    "aws:rds/cluster:Cluster": { type: "aws:rds/clusterInstance:ClusterInstance", of: "clusterIdentifier" },
    "aws:docdb/cluster:Cluster": { type: "aws:docdb/clusterInstance:ClusterInstance", of: "clusterIdentifier" },
  },
  standbys: ({ type, inputs }) => {
    if (type.startsWith("aws:elasticache/"))
      return inputs["automaticFailoverEnabled"] === true ? Number(inputs["numCacheClusters"] ?? 1) - 1 : 0;
    return inputs["multiAz"] === true ? 1 : 0;
  },
  store: ({ inputs }) => ({
    kind: `${inputs["engine"]} ${inputs["engineVersion"]}`,
    size: String(inputs["instanceClass"] ?? inputs["nodeType"] ?? ""),
  }),
};
