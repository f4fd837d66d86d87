import type { Problem } from "../errors";
import type { StackConfig } from "../schema";
import { absent, type Check } from "./check";

type Rule = (
  standby: NonNullable<StackConfig["standby"]>,
  config: Partial<StackConfig>,
  given: Parameters<Check>[0],
) => readonly Problem[];

const cloudHas: Rule = (_, __, { cloud, planner: { capabilities } }) => {
  const { standby } = capabilities;
  return "instead" in standby
    ? [
        {
          ...{ path: "standby", given: `a pair of stacks, which ${cloud} lacks here` },
          ...{ allowed: standby.instead, mend: "remove it" },
        },
      ]
    : [];
};

/** Its parts are found by the names of the stacks, and by the foundation's outputs. */
const ownsItsFoundation: Rule = (_, { layer, deployment }) => [
  ...(layer === "platform" || layer === "workloads"
    ? [
        {
          path: "standby",
          given: `a pair of stacks whose layer is ${layer}`,
          allowed: "it on a stack of layer all or foundation, which owns the stores",
          mend: "write it into the file of the stack that owns the foundation",
        },
      ]
    : []),
  ...(deployment !== undefined
    ? [
        {
          path: "deployment",
          given: deployment,
          allowed: "nothing, in a pair of stacks: each finds the other's things by the stack's name",
          mend: "remove it",
        },
      ]
    : []),
];

const elsewhere: Rule = ({ role, region }, config) => {
  if (region === undefined) return [absent("standby.region", "the primary's region, where its file does not say it")];
  if (region !== config.region) return [];
  return [
    {
      path: role === "primary" ? "standby.region" : "region",
      given: region,
      allowed: "another region than that of the other stack: one disaster must not take both",
      mend: role === "primary" ? "name another region" : "write slipway:region with another region into this file",
    },
  ];
};

/** The pair copies buckets itself, and a bucket is copied to one place. */
const copiedOnce: Rule = ({ role }, { stores }) =>
  role === "secondary"
    ? []
    : Object.entries(stores ?? {}).flatMap(([name, store]): Problem[] =>
        "copyTo" in store && store.copyTo !== undefined
          ? [
              {
                path: `stores.${name}.copyTo`,
                given: store.copyTo,
                allowed: "nothing, in a pair of stacks: its buckets are copied to the region of the other",
                mend: "remove it",
              },
            ]
          : [],
      );

const namesShared: Rule = (_, { edge }) => [
  ...(edge?.cdn !== undefined
    ? [
        {
          path: "edge.cdn",
          given: "a CDN, in a pair of stacks",
          allowed: "records that lead to the entries themselves: two distributions cannot have one name",
          mend: "remove one of the two",
        },
      ]
    : []),
  ...(edge?.dns?.routing !== undefined
    ? [
        {
          path: "edge.dns.routing",
          given: edge.dns.routing.policy,
          allowed: "nothing, in a pair of stacks: its roles say it",
          mend: "remove it",
        },
      ]
    : []),
];

const rules: readonly Rule[] = [cloudHas, ownsItsFoundation, elsewhere, copiedOnce, namesShared];

/** A pair of stacks, one of which stands by for the other. */
export const standbyChecks: readonly Check[] = [
  (input) => {
    const { standby } = input.config;
    return standby === undefined ? [] : rules.flatMap((rule) => rule(standby, input.config, input));
  },
];
