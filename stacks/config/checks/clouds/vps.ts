import type { CloudCheck } from "../../../plan/clouds/cloud";
import { contains } from "../../../plan/subnets";
import type { ConfigOf } from "../../schema";
import { inClusterChecks } from "./in-cluster";

type VpsCheck = CloudCheck<ConfigOf<"vps">>;

/** What is on one machine alone is lost with it. */
const backupsElsewhere: VpsCheck = ({ stores, cluster, environment, backups }) => {
  if (environment === undefined || environment === "dev" || !cluster) return [];
  const databases = Object.entries(stores ?? {}).filter(([, { kind, at }]) => kind === "postgres" && at === undefined);
  const documents = Object.values(stores ?? {}).some(({ kind, at }) => kind === "mongodb" && at === undefined);
  if (databases.length === 0 && !documents) return [];
  if (cluster.backupsTo === undefined) {
    return [
      {
        path: "cluster.backupsTo",
        given: "nothing",
        allowed: `a bucket off the machine, in ${environment}: what is on one machine alone is lost with it`,
        mend: "write backupsTo: { endpoint: https://…, bucket: …, secret: … }",
      },
    ];
  }
  return databases
    .filter(([name]) => !(name in (backups?.stores ?? {})))
    .map(([name]) => ({
      path: `backups.stores.${name}`,
      given: "nothing",
      allowed: `backups of every database, in ${environment}`,
      mend: `write backups: { stores: { ${name}: {} } }`,
    }));
};

/** A standby on the same machine keeps nothing up. */
const oneInstance: VpsCheck = ({ stores }) =>
  Object.entries(stores ?? {}).flatMap(([name, store]) => {
    if (store.kind === "mongodb" && store.at === undefined && store.replicas > 0) {
      return [
        {
          ...{ path: `stores.${name}.replicas`, given: `${store.replicas}`, allowed: "0: there is one machine" },
          mend: "remove it, or take a cluster with more nodes (cloud: kubernetes)",
        },
      ];
    }
    if (store.kind !== "postgres" || store.at !== undefined || (!store.multiZone && store.replicas === 0)) return [];
    return [
      {
        path: `stores.${name}.${store.multiZone ? "multiZone" : "replicas"}`,
        given: store.multiZone ? "true" : `${store.replicas}`,
        allowed: store.multiZone ? "false: there is one machine" : "0: there is one machine",
        mend: "remove it, or take a cluster with more nodes (cloud: kubernetes)",
      },
    ];
  });

const notEverybody: VpsCheck = ({ cluster }) =>
  (cluster?.publicAccess ?? []).flatMap((range, index) =>
    contains(range, "0.0.0.0/1")
      ? [
          {
            path: `cluster.publicAccess[${index}]`,
            given: range,
            allowed: "the ranges that you and CI come from: SSH and the API server listen there",
            mend: "write them like 203.0.113.0/24",
          },
        ]
      : [],
  );

/** The machine and stores of a stack on one VPS. */
export const vpsChecks: readonly VpsCheck[] = [
  backupsElsewhere,
  oneInstance,
  notEverybody,
  ...(inClusterChecks as readonly VpsCheck[]),
];
