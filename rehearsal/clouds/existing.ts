import { digest, type Instance, type Json, type Properties } from "./model";

const networkForm = /^projects\/[\w.:-]+\/global\/networks\/[\w-]+$/;
const last = (id: string): string => id.slice(id.lastIndexOf("/") + 1);

/** What an id says by its form alone: the type it belongs to, and the outputs that others look for. */
const forms: readonly { readonly form: RegExp; readonly type: string; readonly outputs: (id: string) => Properties }[] =
  [
    { form: /^vpc-[\w-]+$/, type: "aws:ec2/vpc:Vpc", outputs: () => ({ cidrBlock: "10.0.0.0/16" }) },
    { form: /^subnet-[\w-]+$/, type: "aws:ec2/subnet:Subnet", outputs: () => ({ availabilityZone: "a" }) },
    { form: /^sg-[\w-]+$/, type: "aws:ec2/securityGroup:SecurityGroup", outputs: () => ({}) },
    { form: /^rtb-[\w-]+$/, type: "aws:ec2/routeTable:RouteTable", outputs: () => ({}) },
    {
      form: /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/,
      type: "aws:iam/role:Role",
      outputs: (id) => ({ arn: id, name: id.slice(id.lastIndexOf("/") + 1) }),
    },
    { form: /^arn:aws[\w-]*:kms:[\w-]+:\d{12}:key\/.+$/, type: "aws:kms/key:Key", outputs: (id) => ({ arn: id }) },
    {
      form: /^arn:aws[\w-]*:secretsmanager:[\w-]+:\d{12}:secret:.+$/,
      type: "aws:secretsmanager/secret:Secret",
      outputs: (id) => ({ arn: id }),
    },
    {
      form: /^arn:aws[\w-]*:rds:[\w-]+:\d{12}:snapshot:[\w:-]+$/,
      type: "aws:rds/snapshot:Snapshot",
      outputs: (id) => ({ arn: id, name: id.split(":").slice(6).join(":") }),
    },
    {
      form: /^arn:aws[\w-]*:rds:[\w-]+:\d{12}:cluster-snapshot:[\w:-]+$/,
      type: "aws:rds/clusterSnapshot:ClusterSnapshot",
      outputs: (id) => ({ arn: id, name: id.split(":").slice(6).join(":") }),
    },
    {
      form: /^arn:aws[\w-]*:elasticache:[\w-]+:\d{12}:snapshot:[\w:-]+$/,
      type: "aws:elasticache/snapshot:Snapshot",
      outputs: (id) => ({ arn: id, name: id.split(":").slice(6).join(":") }),
    },
    {
      form: /^arn:aws[\w-]*:s3:::[^/]+$/,
      type: "aws:s3/bucket:Bucket",
      outputs: (id) => ({ arn: id, bucket: id.slice(id.lastIndexOf(":") + 1) }),
    },
    { form: /^[0-9a-f]{24}$/, type: "mongodbatlas:index/project:Project", outputs: () => ({}) },
    { form: networkForm, type: "gcp:compute/network:Network", outputs: (id) => ({ name: last(id), cidr: "" }) },
    // A network that is there already has private services access, as its config says.
    {
      form: networkForm,
      type: "gcp:servicenetworking/connection:Connection",
      outputs: (id) => ({ network: id, peering: "servicenetworking-googleapis-com" }),
    },
    {
      form: /^projects\/[\w.:-]+\/regions\/[\w-]+\/subnetworks\/[\w-]+$/,
      type: "gcp:compute/subnetwork:Subnetwork",
      outputs: (id) => ({ name: last(id) }),
    },
    {
      form: /^projects\/[\w.:-]+\/locations\/[\w-]+\/keyRings\/[\w-]+\/cryptoKeys\/[\w-]+$/,
      type: "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
      outputs: (id) => ({ cryptoKeyId: id }),
    },
    {
      form: /^projects\/[\w.:-]+\/locations\/[\w-]+\/keyRings\/[\w-]+$/,
      type: "gcp:kms/keyRing:KeyRing",
      outputs: (id) => ({ name: last(id) }),
    },
    {
      form: /^projects\/[\w.:-]+\/managedZones\/[\w-]+$/,
      type: "gcp:dns/managedZone:ManagedZone",
      outputs: (id) => ({ name: last(id) }),
    },
    {
      form: /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.Network\/dnszones\/[\w.-]+$/i,
      type: "azure-native:dns:Zone",
      outputs: (id) => ({ name: last(id) }),
    },
    // The group that it is in is there as well.
    {
      form: /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.Network\/dnszones\/[\w.-]+$/i,
      type: "azure-native:resources:ResourceGroup",
      outputs: (id) => ({ name: id.split("/")[4] ?? "" }),
    },
    {
      form: /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.Network\/virtualNetworks\/[\w.-]+$/,
      type: "azure-native:network:VirtualNetwork",
      outputs: (id) => ({ name: last(id) }),
    },
    {
      form: /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.Network\/virtualNetworks\/[\w.-]+\/subnets\/[\w.-]+$/,
      type: "azure-native:network:Subnet",
      outputs: (id) => ({ name: last(id) }),
    },
  ];

/** The instance that an id of a well-known form stands for; nothing for other strings. */
export function existingById(id: string): Instance | undefined {
  return allById(id)[0];
}

/** Some ids say of several things that they are there. */
export function allById(id: string): Instance[] {
  return forms
    .filter(({ form }) => form.test(id))
    .map(({ type, outputs: of }) => {
      const isAws = type.startsWith("aws:");
      const outputs: Properties = { ...(isAws && { arn: `arn:aws:existing:::${id}` }), ...of(id) };
      return existing(type, isAws ? String(outputs["name"] ?? outputs["bucket"] ?? id) : id, outputs);
    });
}

/** Something that was there before the run. */
export function existing(type: string, id: string, outputs: Properties = {}): Instance {
  const urn = `urn:pulumi:existing::existing::${type}::${id}-${digest(4, type, id)}`;
  return { type, urn, id, inputs: {}, outputs: { id, ...outputs } };
}

/** Every id of a well-known form that stands anywhere in config: what a config names is taken to exist. */
export function existingIn(values: Json): Instance[] {
  const found = new Map<string, Instance>();
  const visit = (value: Json): void => {
    if (typeof value === "string") {
      for (const instance of allById(value)) found.set(`${instance.type} ${instance.id}`, instance);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit(values);
  return [...found.values()];
}
