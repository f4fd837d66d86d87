import { backupRoles, type RoleKind, roleKinds } from "../../../components/contracts/stores";
import { loginSecret } from "../../plan/roles";
import { type Problem, show } from "../errors";
import { type Check, workloadsOf } from "./check";

/** Servers have these already, or their operators do: no workload's role can be called so. */
const TAKEN: Readonly<Record<RoleKind, readonly string[]>> = {
  postgres: [
    ...[
      "postgres",
      "public",
      "none",
      "slipway",
      "rdsadmin",
      "cloudsqladmin",
      "azuresu",
      "azure_pg_admin",
      "replication",
    ],
    ...["streaming_replica", ...Object.values(backupRoles)],
  ],
  mongodb: ["slipway", "admin", "serviceadmin", "root", "backup", ...Object.values(backupRoles)],
};

/** `backup` is a user of Percona's operator; Atlas has no users but those that it is given. */
const takenBy = (store: object): readonly string[] => {
  const { kind, service } = store as { readonly kind: RoleKind; readonly service?: string };
  return service === "atlas" ? TAKEN[kind].filter((name) => name !== "backup") : TAKEN[kind];
};

/** A database that Slipway makes, and so makes roles in; one that is given by its address keeps the login that it has. */
const hasRoles = (store: object | undefined): boolean =>
  store !== undefined && "kind" in store && isRoleKind(store.kind) && !("at" in store && store.at !== undefined);

const isRoleKind = (kind: unknown): boolean => roleKinds.some((each) => each === kind);

/** Stores whose workloads have logins of their own. */
const hasLogins = (store: object | undefined): boolean =>
  hasRoles(store) || (store !== undefined && "logins" in store && store.logins === "perWorkload");

const ADDRESSED = "nothing for a store that is given by its address, where workloads share the login that it has";

const accessToUsedDatabases: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, { access, uses }]) =>
    Object.entries(access).flatMap(([store, wanted]): Problem[] => {
      const given = config.stores?.[store];
      const path = `workloads.${name}.access.${store}`;
      if (given === undefined || !uses.includes(store) || !isRoleKind(given.kind)) {
        return [
          {
            path,
            given: show(store),
            allowed: "a PostgreSQL or a MongoDB that the workload names in uses",
            mend: `add ${store} to workloads.${name}.uses, or remove it here`,
          },
        ];
      }
      if (hasRoles(given)) return [];
      return [
        {
          path,
          given: show(wanted),
          allowed: ADDRESSED,
          mend: "remove it",
        },
      ];
    }),
  );

const passwordsOfRoles: Check = ({ config }) =>
  Object.entries(config.stores ?? {}).flatMap(([name, store]): Problem[] =>
    // A cache's have a check of their own.
    store.kind === "redis" || hasRoles(store) || !("passwords" in store) || store.passwords === undefined
      ? []
      : [
          {
            path: `stores.${name}.passwords`,
            given: show(store.passwords),
            allowed: ADDRESSED,
            mend: "remove it",
          },
        ],
  );

const namesOfRoles: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, { uses }]): Problem[] => {
    const stores = uses.flatMap((store) => config.stores?.[store] ?? []).filter(hasRoles);
    const taken = [...new Set(stores.map(takenBy).flatMap((names) => (names.includes(name) ? names : [])))];
    if (taken.length === 0) return [];
    return [
      {
        path: `workloads.${name}`,
        given: show(name),
        allowed: `a name that the server has for no role of its own: none of ${taken.join(", ")}`,
        mend: `call it something else, such as ${name}-app: its role in the database is called as it is`,
      },
    ];
  });

/** Secrets of logins stand among the stack's own. */
const namesOfLogins: Check = ({ config }) => {
  const owners = new Map((config.secrets ?? []).map((name) => [name, `secrets has ${name}`]));
  return workloadsOf(config).flatMap(([name, { uses, migrate }]) =>
    uses
      .filter((store) => hasLogins(config.stores?.[store]))
      .flatMap((store) =>
        [name, ...(migrate ? [`${name}-migrate`] : [])].flatMap((role): Problem[] => {
          const secret = loginSecret(store, role);
          const other = owners.get(secret);
          owners.set(secret, `the login of ${role} in ${store} is ${secret}`);
          if (other === undefined) return [];
          return [
            {
              path: `workloads.${name}.uses`,
              given: show(store),
              allowed: `a store and a workload whose login, ${secret}, is called as nothing else`,
              mend: `${other} already: call one of them something else`,
            },
          ];
        }),
      ),
  );
};

/** Roles of databases, and the secrets that hold their logins. */
export const roleChecks: readonly Check[] = [accessToUsedDatabases, passwordsOfRoles, namesOfRoles, namesOfLogins];
