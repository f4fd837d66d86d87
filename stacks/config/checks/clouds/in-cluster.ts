import type { BucketAddress, StoreAddress } from "../../../../components/contracts/stores";
import { originForm } from "../../../../components/in-cluster/places";
import { type Problem, show } from "../../errors";
import { missing } from "../check";

/** What the checks read of a stack whose stores are in the cluster. */
interface InClusterConfig {
  readonly environment?: string;
  readonly stores?: Readonly<
    Record<
      string,
      { readonly kind: string; readonly at?: StoreAddress | BucketAddress; readonly restoreFrom?: string } & object
    >
  >;
  readonly cluster?: { readonly backupsTo?: BucketAddress };
  readonly backups?: {
    readonly stores: object;
    readonly lockDays?: number;
    readonly copyTo?: string;
  };
  readonly secrets?: readonly string[];
  readonly secretSource?: { readonly kind: string };
  readonly logs?: { readonly backend: string };
  readonly traces?: { readonly backend: string };
}

type Check = (config: InClusterConfig) => Problem[];

/** Logins of what is given by address are secrets of the stack. */
const loginsKnown: Check = ({ stores = {}, cluster, secrets = [] }) => {
  const named = [
    ...Object.entries(stores).flatMap(([name, { at }]) =>
      at ? [[`stores.${name}.at.secret`, at.secret] as const] : [],
    ),
    ...(cluster?.backupsTo ? [["cluster.backupsTo.secret", cluster.backupsTo.secret] as const] : []),
  ];
  return named.flatMap(([path, secret]) =>
    secrets.includes(secret) ? [] : [missing(path, secret, secrets, "secret", "secrets")],
  );
};

/** They are read from the namespace of stores, where only the stack's own secret manager puts them. */
const loginsInManager: Check = ({ stores = {}, cluster, secretSource }) =>
  secretSource === undefined ||
  secretSource.kind === "secretManager" ||
  (!cluster?.backupsTo && Object.values(stores).every(({ at }) => at === undefined))
    ? []
    : [
        {
          path: "secretSource.kind",
          given: `${show(secretSource.kind)}, with logins of stores or buckets among the secrets`,
          allowed: "secretManager: the namespace of stores, where their logins are read",
          mend: "write secretSource: { kind: secretManager }, or run the stores in the cluster",
        },
      ];

/** Base backups and logs of another database, in the bucket that both keep theirs in. */
const originsKnown: Check = ({ stores = {}, cluster }) =>
  Object.entries(stores).flatMap(([name, { kind, restoreFrom }]): Problem[] => {
    if (kind !== "postgres" || restoreFrom === undefined || !cluster) return [];
    const path = `stores.${name}.restoreFrom`;
    if (!originForm.test(restoreFrom)) {
      const allowed = "<app>-<stack>/<store>: whose backups and logs are in the bucket";
      return [{ path, given: show(restoreFrom), allowed, mend: "write it like shop-prod/db" }];
    }
    if (cluster.backupsTo) return [];
    return [
      {
        path,
        given: "no bucket to read it from",
        allowed: "the bucket of cluster.backupsTo",
        mend: "write cluster.backupsTo, as the other stack has it",
      },
    ];
  });

const backupsSomewhere: Check = ({ backups, cluster }) => {
  if (backups === undefined) return [];
  const problem = (key: string, given: unknown, allowed: string): Problem => ({
    path: `backups.${key}`,
    given: show(given),
    allowed,
    mend: "remove it here, and give the bucket itself what the server has for it",
  });
  return [
    ...(Object.keys(backups.stores).length > 0 && !cluster?.backupsTo
      ? [
          {
            path: "cluster.backupsTo",
            given: "nothing",
            allowed: "a bucket outside of the cluster, since backups.stores names stores",
            mend: "write backupsTo: { endpoint: https://…, bucket: …, secret: … }",
          },
        ]
      : []),
    ...(backups.lockDays === undefined
      ? []
      : [problem("lockDays", backups.lockDays, "nothing: the bucket is not Slipway's")]),
    ...(backups.copyTo === undefined
      ? []
      : [problem("copyTo", backups.copyTo, "nothing: the bucket is not Slipway's")]),
  ];
};

/** In their own buckets, which are not made here. */
const telemetryHere: Check = ({ logs, traces }) => [
  ...(logs?.backend === "loki" ? [refused("logs.backend", "loki")] : []),
  ...(traces?.backend === "tempo" ? [refused("traces.backend", "tempo")] : []),
];

const refused = (path: string, given: string): Problem => ({
  ...{ path, given: show(given) },
  allowed: "none: it keeps what it has in a bucket of the cloud, and none is made here",
  mend: "write none, and send logs and traces elsewhere by a chart of your own",
});

/** Rules between the fields of a stack whose stores are in the cluster. */
export const inClusterChecks: readonly Check[] = [
  loginsKnown,
  loginsInManager,
  backupsSomewhere,
  telemetryHere,
  originsKnown,
];
