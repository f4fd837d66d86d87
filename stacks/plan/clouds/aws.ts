import { rdsAuthorities } from "../../../components/clouds/aws/authorities";
import { awsCapabilities, mongodbFacts } from "../../../components/clouds/aws/options";
import { awsChecks } from "../../config/checks/clouds/aws";
import { awsFigures } from "../capacity/clouds/aws";
import { sleepOf } from "../sleep";
import { planSubnets } from "../subnets";
import type { PlannerOf } from "./cloud";

/** AWS: EKS in a VPC with subnets in each zone. */
export const awsPlanner: PlannerOf<"aws"> = {
  capabilities: awsCapabilities,
  checks: awsChecks,
  figures: awsFigures,
  addons: {
    brought: [],
    forCompute: { karpenter: ["karpenter"], managed: ["cluster-autoscaler"] },
    forHosts: ["aws-load-balancer-controller"],
    forCloudMetrics: ["cloudwatch-exporter"],
    // The gateway's TargetGroupBindings are the controller's.
    needs: { "envoy-gateway": ["aws-load-balancer-controller"] },
  },
  stores: {
    ports: { postgres: 5432, redis: 6379 },
    mongodb: mongodbFacts,
    redisOwnAuthority: false,
    postgresTls: (region) => (rdsAuthorities(region) ? "verify-full" : "require"),
  },
  triggers: ["sqs"],
  edge: { defaultRules: ["reputation", "common", "badInputs", "sql"] },
  steps: {
    putSecret: ({ app, stack, region }, name) =>
      `aws secretsmanager put-secret-value --region ${region} --secret-id ${app}/${stack}/${name} --secret-string file://${name}.txt`,
    publish: ({ region }, site) =>
      `aws s3 sync dist "s3://${siteOutput(site, "bucket")}" --delete --region ${region} && ` +
      `aws cloudfront create-invalidation --paths '/*' --distribution-id "${siteOutput(site, "distribution")}"`,
    record: "CNAME",
  },
  // Nothing runs that needs a way out, or one that stays when a zone is lost.
  asleep: (config, sleep) => {
    const { network } = config;
    const nat = sleep === "pilot-light" ? "none" : network.nat === "perZone" ? "single" : network.nat;
    return { ...config, network: { ...network, nat } };
  },
  network: ({ network: { adopt, cidr, zones, nat, flowLogDays, endpoints } }) =>
    adopt ? { adopt } : { make: { cidr, subnets: planSubnets(cidr, zones), nat, flowLogDays, endpoints } },
  cluster: ({ app, cluster, standby }) => {
    const { version, compute, publicAccess, access, breakGlass, systemNodes, workloadNodes, logDays, registry } =
      cluster;
    return {
      ...{ version, compute, publicAccess, access, breakGlass, systemNodes, workloadNodes, logDays, registry },
      breakGlassSeconds: 3600,
      namespaces: [app],
      ...(sleepOf({ standby }) === "pilot-light" && { withoutNodes: true }),
    };
  },
  traits: ({ compute, capacity, architectures, maxCpu, workloadNodes }) => ({
    ...{ compute, architectures, maxCpu },
    capacity: compute === "managed" ? workloadNodes.capacity : capacity,
    capacityPath: compute === "managed" ? "cluster.workloadNodes.capacity" : "cluster.capacity",
    // Without Karpenter nothing holds the cluster to maxCpu.
    bounded: compute === "karpenter",
  }),
  capacity: ({ cluster, network }) => ({
    compute: cluster.compute,
    systemNodes: group("cluster.systemNodes", cluster.systemNodes),
    ...(cluster.compute === "managed" && { workloadNodes: group("cluster.workloadNodes", cluster.workloadNodes) }),
    ...(cluster.compute === "karpenter" && { maxCores: cluster.maxCpu }),
    ...(!network.adopt && {
      network: {
        zones: network.zones,
        privateCidrs: planSubnets(network.cidr, network.zones)
          .filter(({ kind }) => kind === "private")
          .map(({ cidr }) => cidr),
        endpoints: network.endpoints.length,
      },
    }),
  }),
};

const group = (
  path: string,
  { instanceTypes, min, max }: { instanceTypes: readonly string[]; min: number; max: number },
) => ({ path, types: instanceTypes, min, max });

const siteOutput = (site: string, field: string): string =>
  `$(pulumi stack output --json sites | jq -r '.["${site}"].${field}')`;
