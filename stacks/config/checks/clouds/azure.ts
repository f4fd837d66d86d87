import type { CloudCheck } from "../../../plan/clouds/cloud";
import { contains } from "../../../plan/subnets";
import { type Problem, show } from "../../errors";
import type { ConfigOf } from "../../schema";
import { poolBounds, wayOut } from "./shared";

type AzureCheck = CloudCheck<ConfigOf<"azure">>;

/** Sizes that burst have no standby, no replicas and no PgBouncer (flexible servers, "Compute options", "PgBouncer"). */
const bursting: AzureCheck = ({ stores }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] => {
    if (store.kind !== "postgres") return [];
    const bursts = store.sku === undefined ? store.size === "small" : store.sku.startsWith("Standard_B");
    if (!bursts) return [];
    const asked = [
      store.multiZone && (["multiZone", show(true)] as const),
      store.replicas > 0 && (["replicas", show(store.replicas)] as const),
      store.pool !== undefined && (["pool", "a pool"] as const),
    ].filter((each) => each !== false);
    return asked.map(([key, given]) => ({
      path: `stores.${name}.${key}`,
      given: `${given}, on ${store.sku ?? "size: small, which is Standard_B2s"}`,
      allowed: "standby, replicas and pool from size: medium on: servers that burst have none",
      mend: "write size: medium, or an sku of D or E",
    }));
  });

/** What stands in the cluster alone would hide what the network has at the same addresses. */
const apart: AzureCheck = ({ network }) => {
  if (!network) return [];
  const { podsCidr, servicesCidr } = network;
  const cidr = network.adopt?.cidr ?? network.cidr;
  const pairs = [
    ["podsCidr", podsCidr, "the network", cidr],
    ["servicesCidr", servicesCidr, "the network", cidr],
    ["servicesCidr", servicesCidr, "network.podsCidr", podsCidr],
  ] as const;
  return pairs.flatMap(([key, range, what, other]) =>
    contains(range, other) || contains(other, range)
      ? [
          {
            path: `network.${key}`,
            given: `${range}, which meets ${what} (${other})`,
            allowed: "a range apart from the network's and from each other",
            mend: "write another one, like 10.244.0.0/16",
          },
        ]
      : [],
  );
};

/** The platform's own buckets need the foundation's vault of keys, which another stack owns then. */
const telemetryBesideKeys: AzureCheck = ({ layer, logs, traces }) => {
  if (layer !== "platform") return [];
  const asked = [logs?.backend === "loki" && "logs.backend", traces?.backend === "tempo" && "traces.backend"];
  return asked.flatMap((path) =>
    path === false
      ? []
      : [
          {
            path,
            given: path === "logs.backend" ? "loki" : "tempo",
            allowed: "none, in a layer of its own on Azure",
            mend: "write none here; or layer: all, where one stack owns vault and buckets",
          },
        ],
  );
};

/** What Azure calls a zone in full; one provider sees one subscription. */
const adoptedZones: AzureCheck = ({ account, edge }) =>
  Object.entries(edge?.dns?.zones ?? {}).flatMap(([zone, { adopt }]) => {
    if (adopt === undefined || account === undefined) return [];
    const [, subscription, name] =
      /^\/subscriptions\/([^/]+)\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/dnszones\/([^/]+)$/i.exec(
        adopt,
      ) ?? [];
    if (subscription?.toLowerCase() === account.toLowerCase() && name === zone) return [];
    return [
      {
        path: `edge.dns.zones.${zone}.adopt`,
        given: adopt,
        allowed: `the full id of a zone ${zone} in the stack's own subscription ${account}`,
        mend: `find it: az network dns zone list --query "[?name=='${zone}'].id"`,
      },
    ];
  });

/** Days that a workspace of Log Analytics keeps lines. */
const LOG_DAYS = { least: 30, most: 730 } as const;

const edgeLogDays: AzureCheck = ({ edge }) => {
  const days = edge?.cdn?.logDays;
  if (days === undefined || (days >= LOG_DAYS.least && days <= LOG_DAYS.most)) return [];
  return [
    {
      path: "edge.cdn.logDays",
      given: String(days),
      allowed: `${LOG_DAYS.least} to ${LOG_DAYS.most} days: what a workspace of Log Analytics keeps`,
      mend: "write a number of days between them",
    },
  ];
};

/** Network, nodes, stores and zones of a stack on Azure. */
export const azureChecks: readonly AzureCheck[] = [
  ...[poolBounds, bursting, wayOut("single"), apart, telemetryBesideKeys, adoptedZones, edgeLogDays],
];
