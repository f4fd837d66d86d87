import type { CloudCosts } from "../../view";
import { rdsInstance, replicationGroup } from "./databases";
import { elasticIp, loadBalancer, natGateway, traffic, vpcEndpoint } from "./network";
import { nodeGroup, nodePool } from "./nodes";
import { eksCluster, kmsKey, logGroup, queue, secret } from "./small";
import { bucket } from "./storage";
import { releaseVolumes } from "./volumes";

/** Types that cost nothing by themselves. Whole services first, then single types. */
const free =
  /^(?:aws:(?:iam|cloudwatch\/event|vpc|eks\/(?!cluster|nodeGroup|fargate)|kms\/alias|rds\/(?!instance|cluster)|elasticache\/(?!replicationGroup|cluster|serverless)|s3\/bucket[A-Z]|secretsmanager\/secret[A-Z]|sqs\/queue[A-Z]|lb\/(?!loadBalancer:)|ec2\/(?:vpc:|subnet|route|internetGateway|egressOnly|securityGroup|defaultSecurityGroup|defaultNetworkAcl|flowLog|launchTemplate|networkAcl|eipAssociation))|random:|tls:|command:|time:|kubernetes:(?!helm\.sh\/v3:Release|karpenter\.sh\/v1:NodePool|core\/v1:PersistentVolumeClaim))/;

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
    "kubernetes:karpenter.sh/v1:NodePool": nodePool,
    "kubernetes:helm.sh/v3:Release": releaseVolumes,
    "aws:rds/instance:Instance": rdsInstance,
    "aws:elasticache/replicationGroup:ReplicationGroup": replicationGroup,
    "aws:s3/bucket:Bucket": bucket,
    "aws:cloudwatch/logGroup:LogGroup": logGroup,
    "aws:kms/key:Key": kmsKey,
    "aws:secretsmanager/secret:Secret": secret,
    "aws:sqs/queue:Queue": queue,
  },
  free: (type) => free.test(type),
  whole: traffic,
};
