import { loginSecret } from "../../plan/roles";
import { type Problem, show } from "../errors";
import { type Check, workloadsOf } from "./check";

/** Servers have these already: no workload's role can be called so. */
const TAKEN = ["postgres", "public", "none", "slipway", "rdsadmin", "cloudsqladmin"];

const accessToUsedDatabases: Check = ({ config, cloud, planner }) =>
  workloadsOf(config).flatMap(([name, { access, uses }]) =>
    Object.entries(access).flatMap(([store, wanted]): Problem[] => {
      const path = `workloads.${name}.access.${store}`;
      if (!uses.includes(store) || config.stores?.[store]?.kind !== "postgres") {
        return [
          {
            path,
            given: show(store),
            allowed: "a PostgreSQL that the workload names in uses",
            mend: `add ${store} to workloads.${name}.uses, or remove it here`,
          },
        ];
      }
      if (planner.stores.ownRoles) return [];
      return [
        {
          path,
          given: show(wanted),
          allowed: `nothing on ${cloud}, where workloads share the store's own login`,
          mend: "remove it",
        },
      ];
    }),
  );

const passwordsOfRoles: Check = ({ config, cloud, planner }) =>
  Object.entries(config.stores ?? {}).flatMap(([name, store]): Problem[] =>
    planner.stores.ownRoles || store.kind !== "postgres" || store.passwords === undefined
      ? []
      : [
          {
            path: `stores.${name}.passwords`,
            given: show(store.passwords),
            allowed: `nothing on ${cloud}, where workloads share the store's own login`,
            mend: "remove it",
          },
        ],
  );

const namesOfRoles: Check = ({ config, planner }) =>
  !planner.stores.ownRoles
    ? []
    : workloadsOf(config)
        .filter(
          ([name, { uses }]) =>
            TAKEN.includes(name) && uses.some((store) => config.stores?.[store]?.kind === "postgres"),
        )
        .map(([name]) => ({
          path: `workloads.${name}`,
          given: show(name),
          allowed: `a name that no PostgreSQL has for a role of its own: none of ${TAKEN.join(", ")}`,
          mend: `call it something else, such as ${name}-app: its role in the database is called as it is`,
        }));

/** Secrets of logins stand among the stack's own. */
const namesOfLogins: Check = ({ config, planner }) => {
  if (!planner.stores.ownRoles) return [];
  const owners = new Map((config.secrets ?? []).map((name) => [name, `secrets has ${name}`]));
  return workloadsOf(config).flatMap(([name, { uses, migrate }]) =>
    uses
      .filter((store) => config.stores?.[store]?.kind === "postgres")
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
