import type { CloudCosts } from "../../view";
import { awsCommitments } from "./commitments";
import {
  auroraCluster,
  auroraInstance,
  copiedBackups,
  databaseProxy,
  rdsInstance,
  replicationGroup,
  snapshotCopy,
} from "./databases";
import { documentCluster, documentMember } from "./documents";
import { distribution, dnsZone, webAcl } from "./edge";
import { fargateProfile } from "./fargate";
import { elasticIp, loadBalancer, natGateway, traffic, vpcEndpoint } from "./network";
import { nodeGroup, nodePool } from "./nodes";
import { awsSavings } from "./savings";
import { alarm, eksCluster, kmsKey, logGroup, queue, secret } from "./small";
import { bucket, files, imageCopies, images, vault, volume } from "./storage";
import { releaseVolumes } from "./volumes";

/** Types that cost nothing by themselves. Whole services first, then single types. */
const freeServices = [
  "acm",
  "budgets",
  "dlm",
  "iam",
  "scheduler",
  "serverlessrepository",
  "servicequotas",
  "ses",
  "sesv2",
  "sns",
  "ssm",
  "vpc",
];
const freeTypes: readonly string[] = [
  "backup/(?!vault:)",
  "cloudfront/(?!distribution:)",
  // Delivery of CloudFront's logs to S3 is free as long as they are not turned into Parquet.
  "cloudwatch/(?:event|logDelivery|logStream)",
  "docdb/(?!cluster:|clusterInstance:|clusterSnapshot:|elasticCluster:)",
  "ec2/(?!capacityReservation|clientVpn|dedicatedHost|eip:|fleet|instance:|natGateway|spot|transitGateway|vpcEndpoint:|vpn)",
  "ecr/(?!repository:|replicationConfiguration:)",
  "efs/(?!fileSystem:)",
  "eks/(?!cluster:|nodeGroup:|fargateProfile:)",
  "elasticache/(?!cluster:|replicationGroup:|serverlessCache:)",
  "kms/(?!key:|replicaKey:)",
  "lb/(?!loadBalancer:)",
  "rds/(?!instance:|instanceAutomatedBackups|cluster(?!ParameterGroup)|proxy:|snapshot)",
  "route53/(?!healthCheck:|resolver|zone:)",
  "s3/(?!bucket:)",
  "secretsmanager/(?!secret:)",
  "sqs/(?!queue:)",
  "wafv2/(?!webAcl:|ruleGroup:)",
];

/**
 * Types that cost nothing by themselves; sns and ses only by the message, of which a stack sends few, and
 * serverlessrepository's function only by the run: Slipway's rotates a password once in days.
 */
const free = new RegExp(
  `^(?:aws:(?:(?:${freeServices.join("|")})/|${freeTypes.join("|")})|random:|tls:|command:|time:|kubernetes:(?!helm\\.sh/v3:Release|karpenter\\.sh/v1:NodePool|core/v1:PersistentVolumeClaim))`,
);

/** AWS: what of it costs money, and how much of it a month. */
export const awsCosts: CloudCosts = {
  prices: "aws",
  pricers: {
    "aws:ec2/eip:Eip": elasticIp,
    "aws:ec2/natGateway:NatGateway": natGateway,
    "aws:ec2/vpcEndpoint:VpcEndpoint": vpcEndpoint,
    "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:eks/cluster:Cluster": eksCluster,
    "aws:eks/nodeGroup:NodeGroup": nodeGroup,
    "aws:eks/fargateProfile:FargateProfile": fargateProfile,
    "kubernetes:karpenter.sh/v1:NodePool": nodePool,
    "kubernetes:helm.sh/v3:Release": releaseVolumes,
    "aws:rds/instance:Instance": rdsInstance,
    "aws:rds/snapshotCopy:SnapshotCopy": snapshotCopy,
    "aws:rds/cluster:Cluster": auroraCluster,
    "aws:rds/clusterInstance:ClusterInstance": auroraInstance,
    "aws:rds/proxy:Proxy": databaseProxy,
    "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": copiedBackups,
    "aws:docdb/cluster:Cluster": documentCluster,
    "aws:docdb/clusterInstance:ClusterInstance": documentMember,
    "aws:elasticache/replicationGroup:ReplicationGroup": replicationGroup,
    "aws:s3/bucket:Bucket": bucket,
    "aws:ebs/volume:Volume": volume,
    "aws:backup/vault:Vault": vault,
    "aws:efs/fileSystem:FileSystem": files,
    "aws:ecr/repository:Repository": images,
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": imageCopies,
    "aws:cloudfront/distribution:Distribution": distribution,
    "aws:wafv2/webAcl:WebAcl": webAcl,
    "aws:route53/zone:Zone": dnsZone,
    "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
    "aws:cloudwatch/logGroup:LogGroup": logGroup,
    "aws:kms/key:Key": kmsKey,
    "aws:secretsmanager/secret:Secret": secret,
    "aws:sqs/queue:Queue": queue,
  },
  free: (type) => free.test(type),
  whole: traffic,
  savings: awsSavings,
  commitments: awsCommitments,
};
