import type { Problem } from "../errors";
import { teamOf } from "../monitoring";
import { backupsKnown } from "./backups";
import { absent, type Check, missing, workloadsOf } from "./check";
import { windowsApart } from "./windows";

const storeSizes: Check = ({ config }) =>
  Object.entries(config.stores ?? {}).flatMap(([name, store]): Problem[] => {
    if (store.kind === "postgres" && store.maxStorageGb < store.storageGb) {
      return [
        {
          path: `stores.${name}.maxStorageGb`,
          given: `${store.maxStorageGb}, with storageGb ${store.storageGb}`,
          allowed: "at least storageGb",
          mend: `write maxStorageGb: ${store.storageGb * 2}`,
        },
      ];
    }
    return [];
  });

const joinsBelow: Check = ({ config }) => {
  const needs = { all: [], foundation: [], platform: ["foundation"], workloads: ["foundation", "platform"] } as const;
  const layer = config.layer ?? "all";
  return needs[layer].flatMap((below) =>
    config.joins?.[below]
      ? []
      : [
          {
            path: `joins.${below}`,
            given: "nothing",
            allowed: `the stack that owns the ${below}, since layer is ${layer}`,
            mend: `write joins: { ${below}: organization/project/stack }`,
          },
        ],
  );
};

const secretsDeclared: Check = ({ config }) => {
  const known = config.secrets ?? [];
  const routes = (config.monitoring?.routes ?? []).flatMap(({ secret }, index) =>
    known.includes(secret) ? [] : [missing(`monitoring.routes[${index}].secret`, secret, known, "secret", "secrets")],
  );
  const values = Object.keys(config.secretValues ?? {}).flatMap((name) =>
    known.includes(name) ? [] : [missing(`secretValues.${name}`, name, known, "secret", "secrets")],
  );
  const remote = (config.monitoring?.remoteWrite ?? []).flatMap(({ secret }, index) =>
    secret === undefined || known.includes(secret)
      ? []
      : [missing(`monitoring.remoteWrite[${index}].secret`, secret, known, "secret", "secrets")],
  );
  const { heartbeat } = config.monitoring ?? {};
  const beat =
    heartbeat === undefined || known.includes(heartbeat)
      ? []
      : [missing("monitoring.heartbeat", heartbeat, known, "secret", "secrets")];
  return [...routes, ...remote, ...values, ...beat];
};

/** A route of a team that nothing belongs to would never be used, and whoever wrote it would wait for its alerts. */
const teamsKnown: Check = ({ config }) => {
  const { monitoring, owner } = config;
  const teams = new Set([
    ...(owner === undefined ? [] : [teamOf(owner)]),
    ...(monitoring?.team === undefined ? [] : [monitoring.team]),
    ...workloadsOf(config).flatMap(([, { team }]) => team ?? []),
  ]);
  return (monitoring?.routes ?? []).flatMap(({ team }, index): Problem[] =>
    team === undefined || teams.has(team)
      ? []
      : [
          {
            path: `monitoring.routes[${index}].team`,
            given: JSON.stringify(team),
            allowed: `a team of this stack: ${[...teams].join(", ")}`,
            mend: "give a workload that team, or remove it here",
          },
        ],
  );
};

const quietEnds: Check = ({ config }) =>
  (config.monitoring?.quietHours ?? []).flatMap(({ from, to }, index): Problem[] =>
    from < to
      ? []
      : [
          {
            path: `monitoring.quietHours[${index}].to`,
            given: `${to}, with from ${from}`,
            allowed: "a time after from, on the same day",
            mend: "write two entries for a night: one to 24:00, one from 00:00",
          },
        ],
  );

const routesComplete: Check = ({ config }) =>
  (config.monitoring?.routes ?? []).flatMap(({ to, target, smtp }, index) => {
    const path = `monitoring.routes[${index}]`;
    const needsTarget = (to === "slack" || to === "email") && target === undefined;
    return [
      ...(needsTarget ? [absent(`${path}.target`, to === "slack" ? "a channel, such as #alerts" : "an address")] : []),
      ...(to === "email" && smtp === undefined
        ? [absent(`${path}.smtp`, "a mail server: host, from and username")]
        : []),
    ];
  });

/** Stores, secrets, alert routes, and the layers of other stacks. */
export const stackChecks: readonly Check[] = [
  storeSizes,
  windowsApart,
  backupsKnown,
  joinsBelow,
  secretsDeclared,
  routesComplete,
  teamsKnown,
  quietEnds,
];
