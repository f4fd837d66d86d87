import type { CloudCheck } from "../../../plan/clouds/cloud";
import { contains } from "../../../plan/subnets";
import type { Problem } from "../../errors";
import type { ConfigOf } from "../../schema";
import { poolBounds, wayOut } from "./shared";

type GcpCheck = CloudCheck<ConfigOf<"gcp">>;

/** GiB from which Memorystore has replicas that can be read from; smaller ones have one standby. */
const READABLE_FROM_GB = 5;

const replicasRead: GcpCheck = ({ stores }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] => {
    if (store.kind !== "redis" || store.replicas < 2) return [];
    const readable = (store.memoryGb ?? 0) >= READABLE_FROM_GB || store.size === "large" || store.size === "xlarge";
    if (readable && (store.memoryGb === undefined || store.memoryGb >= READABLE_FROM_GB)) return [];
    return [
      {
        path: `stores.${name}.replicas`,
        given: `${store.replicas}, below ${READABLE_FROM_GB} GiB`,
        allowed: `1, or up to 5 from ${READABLE_FROM_GB} GiB on: Memorystore gives a smaller one a single standby`,
        mend: "write replicas: 1, or size: large",
      },
    ];
  });

/** Its parts run on each node as root, which Autopilot refuses. */
const meshNeedsNodes: GcpCheck = ({ cluster, addons }) =>
  cluster?.compute === "autopilot" && addons?.istio === true
    ? [
        {
          path: "addons.istio",
          given: "true, with cluster.compute: autopilot",
          allowed: "the mesh with compute: pools: its parts run on nodes",
          mend: "remove istio: true, or write compute: pools",
        },
      ]
    : [];

const adoptedData: GcpCheck = ({ network }) => {
  const adopt = network?.adopt;
  return (adopt?.dataCidrs ?? []).flatMap((range, index) =>
    adopt && contains(range, adopt.cidr)
      ? [
          {
            path: `network.adopt.dataCidrs[${index}]`,
            given: `${range}, which holds the whole network ${adopt.cidr}`,
            allowed: "the ranges of private services access alone: add-ons are kept out of them",
            mend: "write the ranges that are peered to Google's services",
          },
        ]
      : [],
  );
};

/** What Cloud DNS calls a zone in full. */
const ZONE_ID = /^projects\/[a-z][\w.:-]+\/managedZones\/[a-z][a-z0-9-]{0,62}$/;

const adoptedZones: GcpCheck = ({ edge }) =>
  Object.entries(edge?.dns?.zones ?? {}).flatMap(([zone, { adopt }]) =>
    adopt === undefined || ZONE_ID.test(adopt)
      ? []
      : [
          {
            path: `edge.dns.zones.${zone}.adopt`,
            given: adopt,
            allowed: "the zone's project and name: projects/<project>/managedZones/<name>",
            mend: `find it: gcloud dns managed-zones list --filter dnsName=${zone}.`,
          },
        ],
  );

/** The load balancer takes its pages for errors from one bucket. */
const errorPagesInOneBucket: GcpCheck = ({ edge }) => {
  const { errorPages = {}, buckets = {} } = edge?.cdn ?? {};
  const prefixes = Object.values(buckets).map((pattern) => pattern.replace(/\*$/, ""));
  const first = prefixes.find((prefix) => Object.values(errorPages)[0]?.startsWith(prefix));
  return Object.entries(errorPages).flatMap(([status, page]): Problem[] =>
    first !== undefined && page.startsWith(first)
      ? []
      : [
          {
            path: `edge.cdn.errorPages.${status}`,
            given: page,
            allowed: "a page below the paths of edge.cdn.buckets, all of them in one bucket",
            mend: "put the pages into one bucket, and name it under edge.cdn.buckets",
          },
        ],
  );
};

/** Network, nodes, stores and zones of a stack on Google Cloud. */
export const gcpChecks: readonly GcpCheck[] = [
  replicasRead,
  poolBounds,
  meshNeedsNodes,
  adoptedData,
  adoptedZones,
  errorPagesInOneBucket,
  wayOut("regional"),
];
