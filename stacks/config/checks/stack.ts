import type { Problem } from "../errors";
import { absent, type Check, missing } from "./check";

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
  return [...routes, ...values];
};

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
export const stackChecks: readonly Check[] = [storeSizes, joinsBelow, secretsDeclared, routesComplete];
