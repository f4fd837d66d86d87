import { type CloudFigures, type Machine, SERVERLESS } from "../figures";

/** GiB for each vCPU, by the first letter of a family (EC2 instance types: compute, general, memory optimized). */
const memoryPerCore: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8 };

/** vCPUs and GiB of the burstable sizes (T3, T3a, T4g), with their interfaces and addresses an interface. */
const burstable: Readonly<Record<string, Shape>> = {
  nano: { cores: 2, gib: 0.5, interfaces: 2, each: 2 },
  micro: { cores: 2, gib: 1, interfaces: 2, each: 2 },
  small: { cores: 2, gib: 2, interfaces: 3, each: 4 },
  medium: { cores: 2, gib: 4, interfaces: 3, each: 6 },
  large: { cores: 2, gib: 8, interfaces: 3, each: 12 },
  xlarge: { cores: 4, gib: 16, interfaces: 4, each: 15 },
  "2xlarge": { cores: 8, gib: 32, interfaces: 4, each: 15 },
};

interface Shape {
  readonly cores: number;
  readonly gib: number;
  readonly interfaces: number;
  /** IPv4 addresses of one interface, its own included. */
  readonly each: number;
}

/** Interfaces and addresses of the C, M and R families from the fifth generation on, by vCPUs. */
function interfacesOf(cores: number): Pick<Shape, "interfaces" | "each"> {
  if (cores <= 1) return { interfaces: 2, each: 4 };
  if (cores <= 2) return { interfaces: 3, each: 10 };
  if (cores <= 8) return { interfaces: 4, each: 15 };
  return cores <= 48 ? { interfaces: 8, each: 30 } : { interfaces: 15, each: 50 };
}

function coresOf(size: string): number | undefined {
  if (size === "medium") return 1;
  if (size === "large") return 2;
  const factor = /^(\d*)xlarge$/.exec(size)?.[1];
  return factor === undefined ? undefined : 4 * (factor === "" ? 1 : Number(factor));
}

/** The shape of a type or a database class: `m7g.large`, `t4g.small`. */
function shapeOf(type: string): Shape | undefined {
  const [, family = "", generation = "", size = ""] = /^([a-z])(\d)[a-z-]*\.([a-z0-9]+)$/.exec(type) ?? [];
  if (family === "t") return Number(generation) >= 3 ? burstable[size] : undefined;
  const cores = coresOf(size);
  const perCore = memoryPerCore[family];
  if (cores === undefined || perCore === undefined || Number(generation) < 5) return undefined;
  return { cores, gib: cores * perCore, ...interfacesOf(cores) };
}

/**
 * What EKS's nodes keep back (awslabs/amazon-eks-ami and Bottlerocket): 6% of the first core, 1% of the second, 0.5% of
 * the next two, 0.25% of the rest; 255 MiB and 11 MiB for each pod, and 100 MiB below which pods are evicted.
 */
function machineOf(type: string, { cores, gib, interfaces, each }: Shape): Machine {
  const kept = 60 + (cores > 1 ? 10 : 0) + 5 * Math.max(0, Math.min(cores, 4) - 2) + 2.5 * Math.max(0, cores - 4);
  // amazon-eks-ami's eni-max-pods.txt: interfaces × (addresses − 1) + 2. With prefixes: 110 below 30 vCPUs, else 250.
  const byInterfaces = interfaces * (each - 1) + 2;
  return {
    type,
    cpu: Math.floor(cores * 1000 - kept),
    memory: Math.floor(gib * 1024 - 255 - 11 * byInterfaces - 100),
    pods: { byInterfaces, byPrefixes: cores < 30 ? 110 : 250 },
  };
}

/** vCPUs of a type or a database class, without its `db.`; undefined for one that is not known here. */
export const vcpusOf = (type: string): number | undefined => shapeOf(type)?.cores;

const machine = (type: string): Machine | undefined => {
  const shape = shapeOf(type);
  return shape && machineOf(type, shape);
};

/** Most units → connections: "Maximum connections for Aurora Serverless v2", Amazon Aurora User Guide. */
const serverless: readonly (readonly [units: number, connections: number])[] = [
  [32, 5000],
  [16, 3360],
  [8, 1669],
  [4, 823],
  [1, 189],
];

/** Those of the nearest figure below; undefined below the first. */
const serverlessConnections = (units: number): number | undefined => serverless.find(([from]) => units >= from)?.[1];

/** Atlas's tier → connections of each member: "Connection Limits and Cluster Tier", MongoDB Atlas documentation. */
const atlasConnections: Readonly<Record<string, number>> = {
  ...{ M10: 1500, M20: 3000, M30: 3000, M40: 6000, M50: 16_000, M60: 32_000 },
  ...{ M80: 96_000, M140: 96_000, M200: 128_000, M300: 128_000 },
};

/** Addresses of a prefix that the VPC CNI takes at a time (/28), and how many of them it holds ready. */
const PREFIX = 16;
const WARM_PREFIXES = 1;

/**
 * AWS. Sources: EC2's instance types and "IP addresses per network interface per instance type";
 * amazon-vpc-cni-k8s, docs/prefix-and-ip-target.md; RDS "Quotas and constraints", ElastiCache "Redis OSS and Valkey
 * specific parameters"; VPC "Subnet sizing"; EKS "VPC and subnet requirements".
 */
export const awsFigures: CloudFigures = {
  machine,
  smallest: machineOf("*.large", { cores: 2, gib: 4, ...interfacesOf(2) }),
  mostMemoryPerCore: 8 * 1024,
  // LEAST({DBInstanceClassMemory/9531392}, 5000), in bytes.
  postgresConnections: (instanceClass) => {
    if (instanceClass.startsWith(SERVERLESS))
      return serverlessConnections(Number(instanceClass.slice(SERVERLESS.length)));
    const shape = shapeOf(instanceClass.replace(/^db\./, ""));
    return shape && Math.min(5000, Math.floor((shape.gib * 1024 ** 3) / 9_531_392));
  },
  // 250 for each GiB where DocumentDB is serverless ("Amazon DocumentDB serverless instance limits"); fixed classes take
  // somewhat fewer, and are planned with 200.
  mongodbConnections: (instanceClass) => {
    const ofAtlas = atlasConnections[instanceClass];
    if (ofAtlas !== undefined) return ofAtlas;
    const shape = shapeOf(instanceClass.replace(/^db\./, ""));
    return shape && Math.min(60_000, Math.floor(shape.gib * 200));
  },
  redisConnections: 65_000,
  reservedAddresses: 5,
  // Prefix delegation is on, with WARM_PREFIX_TARGET 1: one prefix beyond those in use, and the interface's own address.
  nodeAddresses: (pods) => 1 + PREFIX * (Math.ceil(pods / PREFIX) + WARM_PREFIXES),
  // EKS puts up to 4 interfaces of the control plane there; AWS asks for room for 16 in each subnet.
  otherAddresses: (zones, endpoints) => zones * (16 + endpoints),
};
