import { snapshotOf } from "../../../../components/clouds/aws/names";
import type { CloudCheck } from "../../../plan/clouds/cloud";
import { contains } from "../../../plan/subnets";
import { type Problem, show } from "../../errors";
import type { ConfigOf } from "../../schema";
import { atlasChecks } from "./atlas";
import { poolBounds } from "./shared";

type AwsCheck = CloudCheck<ConfigOf<"aws">>;

/** Services that nodes and add-ons cannot do without, when the network has no way out. */
const neededWithoutNat = [
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticloadbalancing",
  "secretsmanager",
  "sqs",
  "sts",
] as const;

const privateNetwork: AwsCheck = (config) => {
  const { network } = config;
  if (!network || network.adopt || network.nat !== "none") return [];
  const missingServices = neededWithoutNat.filter((service) => !network.endpoints.includes(service));
  if (missingServices.length === 0) return [];
  return [
    {
      path: "network.nat",
      given: "none, without every endpoint that nodes need",
      allowed: "single or perZone; or none with all of these endpoints",
      mend: `add to network.endpoints: ${missingServices.join(", ")}, and take images from ECR; or set nat: single`,
    },
  ];
};

const enoughZones: AwsCheck = (config) => {
  const { network, environment } = config;
  if (!network || network.adopt) return [];
  if (network.zones < 2) {
    return [
      {
        path: "network.zones",
        given: show(network.zones),
        allowed: "2 or 3: EKS and RDS subnet groups take two zones at least",
        mend: "write zones: 2, and keep nat: single for one NAT",
      },
    ];
  }
  return environment === "prod" && network.nat === "single"
    ? [
        {
          path: "network.nat",
          given: "single, in prod",
          allowed: "perZone in prod, so that losing a zone does not cut off the others",
          mend: "write nat: perZone, or remove the line",
        },
      ]
    : [];
};

const fargate: AwsCheck = (config) => {
  const { cluster } = config;
  if (cluster?.compute !== "fargate" || !cluster.architectures.includes("arm64") || cluster.architectures.length > 1)
    return [];
  return [
    {
      path: "cluster.architectures",
      given: show(cluster.architectures),
      allowed: "amd64 among them: EKS on Fargate runs amd64 only",
      mend: "write architectures: [amd64]",
    },
  ];
};

/** Its parts run on each node, and pods on Fargate have none of their own. */
const meshNeedsNodes: AwsCheck = (config) =>
  config.cluster?.compute === "fargate" && config.addons?.istio === true
    ? [
        {
          path: "addons.istio",
          given: "true, with cluster.compute: fargate",
          allowed: "the mesh with any other compute: its parts run on nodes",
          mend: "remove istio: true, or choose another compute",
        },
      ]
    : [];

const adoptedData: AwsCheck = (config) => {
  const adopt = config.network?.adopt;
  return (adopt?.dataCidrs ?? []).flatMap((range, index) =>
    adopt && contains(range, adopt.cidr)
      ? [
          {
            path: `network.adopt.dataCidrs[${index}]`,
            given: `${range}, which holds the whole network ${adopt.cidr}`,
            allowed: "the ranges of the data subnets alone: add-ons are kept out of them",
            mend: "write the ranges of the subnets under dataSubnetIds",
          },
        ]
      : [],
  );
};

const engines: AwsCheck = ({ stores }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] => {
    if (store.kind === "redis" && (store.engine === "redis") !== (store.version === "7.1")) {
      return [
        {
          path: `stores.${name}.version`,
          given: `${store.version} of ${store.engine}`,
          allowed: "Redis 7.1; Valkey 7.2, 8.0 or 8.1",
          mend: store.engine === "redis" ? 'write version: "7.1"' : 'write version: "8.0"',
        },
      ];
    }
    return [];
  });

/** Classes that Aurora PostgreSQL runs on ("Supported DB engines for DB instance classes", Amazon Aurora User Guide). */
const auroraClass = /^db\.(?:t[34]g?\.(?:medium|large)|[rx]\d[a-z]*\.\d*x?large)$/;

const auroraFits: AwsCheck = ({ stores, standby }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] => {
    if (store.kind !== "postgres" || store.aurora === undefined) return [];
    const { aurora, instanceClass } = store;
    const path = `stores.${name}`;
    const { min, max } = aurora.capacity ?? { min: 0, max: 0 };
    return [
      ...(standby
        ? [
            {
              path: `${path}.aurora`,
              given: "Aurora, in a pair of stacks",
              allowed: "RDS where another stack stands by: it follows an instance, and no cluster",
              mend: "remove aurora, or standby",
            },
          ]
        : []),
      ...(min > max
        ? [
            {
              path: `${path}.aurora.capacity.min`,
              given: `${min}, with max ${max}`,
              allowed: "min at most max",
              mend: `raise max to ${min} or more, or lower min`,
            },
          ]
        : []),
      ...(instanceClass !== undefined && aurora.capacity
        ? [
            {
              path: `${path}.instanceClass`,
              given: `${instanceClass}, with aurora.capacity`,
              allowed: "one of both: with a capacity, instances have no class",
              mend: "remove one of them",
            },
          ]
        : []),
      ...(instanceClass !== undefined && !auroraClass.test(instanceClass)
        ? [
            {
              path: `${path}.instanceClass`,
              given: instanceClass,
              allowed: "a class that Aurora PostgreSQL runs on: t3 or t4g from medium on, r and x families",
              mend: "write it like db.r7g.large",
            },
          ]
        : []),
    ];
  });

/** Snapshots by their ARNs: those say of which service and region they are, and may be of another account. */
const snapshotsHere: AwsCheck = ({ stores, region, standby }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] => {
    if ((store.kind !== "postgres" && store.kind !== "redis") || region === undefined) return [];
    if (store.restoreFrom === undefined) return [];
    // What stands by is made of no snapshot.
    if (standby?.role === "secondary") return [];
    const [service, of] = store.kind === "postgres" ? (["rds", "db"] as const) : (["elasticache", ""] as const);
    const found = snapshotOf(store.restoreFrom);
    // Aurora takes snapshots of RDS too.
    const ofCluster = store.kind === "postgres" && store.aurora !== undefined;
    if (found?.service === service && found.region === region && (ofCluster || !found.ofCluster)) return [];
    return [
      {
        path: `stores.${name}.restoreFrom`,
        given: show(store.restoreFrom),
        allowed: `the ARN of a snapshot of ${service} in ${region}`,
        mend: found
          ? `copy it to ${region} first (aws ${service} copy-${of ? `${of}-` : ""}snapshot), and write the copy's ARN`
          : `write it like arn:aws:${service}:${region}:111122223333:snapshot:shop-2026-11`,
      },
    ];
  });

const copiesElsewhere: AwsCheck = ({ stores, region }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] =>
    store.kind !== "bucket" || store.copyTo === undefined || store.copyTo !== region
      ? []
      : [
          {
            path: `stores.${name}.copyTo`,
            given: `${store.copyTo}, the stack's own region`,
            allowed: "another region",
            mend: "name another region, or remove it",
          },
        ],
  );

/** A stack that stands by has to start when its primary's region is lost: then its registry is lost too. */
const imagesThere: AwsCheck = ({ standby, workloads }) => {
  if (standby?.role !== "secondary" || standby.region === undefined) return [];
  const lost = `.dkr.ecr.${standby.region}.amazonaws.com/`;
  return Object.entries(workloads ?? {}).flatMap(([name, workload]): Problem[] =>
    "image" in workload && typeof workload.image === "string" && workload.image.includes(lost)
      ? [
          {
            path: `workloads.${name}.image`,
            given: workload.image,
            allowed: `an image that is there when ${standby.region} is not`,
            mend: "replicate the registry to this stack's region (cluster.registry.copyTo), and write that image into this file",
          },
        ]
      : [],
  );
};

const imagesElsewhere: AwsCheck = ({ cluster, region }) => {
  const { images, copyTo, pushers, pullers } = cluster?.registry ?? { images: [], pushers: [], pullers: [] };
  const problems: Problem[] = [];
  if (copyTo !== undefined && copyTo === region)
    problems.push({
      path: "cluster.registry.copyTo",
      given: `${copyTo}, the stack's own region`,
      allowed: "another region",
      mend: "name another region, or remove it",
    });
  if (images.length === 0 && (copyTo !== undefined || pushers.length > 0 || pullers.length > 0))
    problems.push({
      path: "cluster.registry.images",
      given: "no image, for a registry that others push to, pull from or that is copied",
      allowed: "the names of images: ECR has a repository for each",
      mend: "write the last part of each image's name, like images: [web]",
    });
  if (new Set(images).size < images.length)
    problems.push({
      path: "cluster.registry.images",
      given: show(images),
      allowed: "each name once",
      mend: "remove the second one",
    });
  return problems;
};

/** Network, nodes, images and stores of a stack on AWS. */
export const awsChecks: readonly AwsCheck[] = [
  privateNetwork,
  enoughZones,
  poolBounds,
  fargate,
  meshNeedsNodes,
  adoptedData,
  engines,
  copiesElsewhere,
  imagesThere,
  imagesElsewhere,
  snapshotsHere,
  auroraFits,
  ...atlasChecks,
];
