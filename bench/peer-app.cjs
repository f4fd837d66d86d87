/** The shape of prod in EKS Blueprints: a network of three zones, a cluster with a group of nodes, eleven add-ons. */
const cdk = require("aws-cdk-lib");
const blueprints = require("@aws-quickstart/eks-blueprints");

const { addons } = blueprints;
// Said beforehand: it would ask the account.
const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const context = { "availability-zones:account=111122223333:region=eu-west-1": zones };
const version = cdk.aws_eks.KubernetesVersion.of("1.35");

blueprints.EksBlueprint.builder()
  .account("111122223333")
  .region("eu-west-1")
  .version(version)
  .resourceProvider(blueprints.GlobalResources.Vpc, new blueprints.VpcProvider())
  .clusterProvider(new blueprints.MngClusterProvider({ minSize: 3, maxSize: 6 }))
  .addOns(
    new addons.VpcCniAddOn(),
    new addons.CoreDnsAddOn(),
    new addons.KubeProxyAddOn(),
    new addons.EbsCsiDriverAddOn(),
    new addons.EksPodIdentityAgentAddOn(),
    new addons.AwsLoadBalancerControllerAddOn(),
    new addons.CertManagerAddOn(),
    new addons.MetricsServerAddOn(),
    new addons.ExternalsSecretsAddOn(),
    new addons.KedaAddOn(),
    new addons.KarpenterV1AddOn({}),
  )
  .build(new cdk.App({ context }), "platform");
