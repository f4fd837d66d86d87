import { telemetryAddons } from "../../plan/addons";
import { telemetryBuckets } from "../../plan/telemetry";
import type { Problem } from "../errors";
import { teamOf } from "../monitoring";
import { backupsKnown } from "./backups";
import { absent, type Check, lacking, missing, workloadsOf } from "./check";
import { poolsKnown } from "./pools";
import { restoresKnown } from "./restores";
import { usersKnown } from "./users";
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

/** The platform's own buckets stand beside those of the stack. */
const bucketsOfThePlatform: Check = ({ config }) =>
  Object.values(telemetryBuckets)
    .filter((name) => config.stores?.[name] !== undefined)
    .map((name) => ({
      path: `stores.${name}`,
      given: JSON.stringify(name),
      allowed: "a name that the platform does not take for a bucket of its own",
      mend: `call it something else, such as app-${name.replace("platform-", "")}`,
    }));

/** Read by the cloud before there is a cluster, so their values must be here. */
const alarmSecrets: Check = ({ config }) =>
  Object.entries(config.alarms?.to ?? {}).flatMap(([name, target]): Problem[] => {
    if (target.kind === "email") return [];
    const path = `alarms.to.${name}.secret`;
    const known = config.secrets ?? [];
    if (!known.includes(target.secret)) return [missing(path, target.secret, known, "secret", "secrets")];
    if (config.secretValues?.[target.secret] !== undefined) return [];
    return [
      {
        path,
        given: `${target.secret}, which has no value here`,
        allowed: "a secret whose value is in secretValues: the cloud itself calls it",
        mend: `pulumi config set --secret --path slipway:secretValues.${target.secret}`,
      },
    ];
  });

/** What only some clouds have. */
const cloudHas: Check = ({ config, cloud, planner: { capabilities } }) => {
  const asked = [
    ["logs.backend", "podLogs", config.logs?.backend === "cloudwatch", "write loki, or none"],
    ["alarms.to", "alarms", Object.keys(config.alarms?.to ?? {}).length > 0, "remove it"],
    ["backups.stores", "backupJobs", Object.keys(config.backups?.stores ?? {}).length > 0, "remove it"],
    ["backups.vault", "backupVault", config.backups?.vault !== undefined, "remove it"],
    [
      "budget",
      "budget",
      config.budget !== undefined,
      "remove it; slipway:policy.monthlyBudget holds what is rehearsed to an amount",
    ],
  ] as const;
  return asked.flatMap(([path, name, wanted, mend]) =>
    wanted ? lacking(path, `a service that ${cloud} lacks`, capabilities[name], mend) : [],
  );
};

/** Logs and traces that are on need all of their parts. */
const telemetryOn: Check = ({ config }) =>
  telemetryAddons(config)
    .filter((name) => config.addons?.[name] === false)
    .map((name) => ({
      path: `addons.${name}`,
      given: "false",
      allowed: "nothing that logs or traces of this stack need",
      mend: "remove it, or set logs.backend or traces.backend to none",
    }));

/** Services whose keys workloads get. */
const servicesKnown: Check = ({ config }) => {
  const known = config.secrets ?? [];
  return (["sentry", "newRelic"] as const).flatMap((service) => {
    const secret = config[service]?.secret;
    return secret === undefined || known.includes(secret)
      ? []
      : [missing(`${service}.secret`, secret, known, "secret", "secrets")];
  });
};

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
  poolsKnown,
  restoresKnown,
  usersKnown,
  backupsKnown,
  joinsBelow,
  bucketsOfThePlatform,
  servicesKnown,
  telemetryOn,
  cloudHas,
  alarmSecrets,
  secretsDeclared,
  routesComplete,
  teamsKnown,
  quietEnds,
];
