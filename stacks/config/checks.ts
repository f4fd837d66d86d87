import { planAddons } from "../plan/addons";
import type { Problem } from "./errors";
import { nearest, show } from "./errors";
import type { StackConfig } from "./schema";
import type { WorkloadConfig } from "./workloads";

/**
 * What no single field can say: rules between fields. Each names the sections it reads, so that it still runs when
 * some other section is wrong. They see only entries that passed their own schema; `names` are all that were given.
 */
export interface CheckInput {
  readonly config: Partial<StackConfig>;
  readonly names: { readonly stores: readonly string[]; readonly workloads: readonly string[] };
}

type Check = (input: CheckInput) => Problem[];

/** Services that nodes cannot start without, when the network has no way out. */
const neededWithoutNat = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "secretsmanager", "sts"] as const;

const workloadsOf = (config: Partial<StackConfig>): [string, WorkloadConfig][] =>
  Object.entries(config.workloads ?? {});

const references: Check = ({ config, names }) =>
  workloadsOf(config).flatMap(([name, workload]) => [
    ...unknownNames(`workloads.${name}.uses`, workload.uses, names.stores, "store"),
    ...unknownNames(`workloads.${name}.calls`, workload.calls, names.workloads, "workload"),
    ...Object.entries(workload.secrets).flatMap(([env, secret]) =>
      (config.secrets ?? []).includes(secret)
        ? []
        : [missing(`workloads.${name}.secrets.${env}`, secret, config.secrets ?? [], "secret", "secrets")],
    ),
  ]);

const callsReachWebs: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) =>
    workload.calls.flatMap((called, index) => {
      const kind = config.workloads?.[called]?.kind;
      if (kind === undefined || kind === "web") return [];
      return [
        {
          path: `workloads.${name}.calls[${index}]`,
          given: `${show(called)}, a ${kind}`,
          allowed: "a workload of kind web: only those listen",
          mend: `remove it, or make ${called} a web workload`,
        },
      ];
    }),
  );

const scalingBounds: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) => {
    if (workload.kind === "cron") return [];
    const { min, max, cpu, memory } = workload.scaling;
    const path = `workloads.${name}.scaling`;
    return [
      ...(min > max
        ? [
            {
              path: `${path}.min`,
              given: `min ${min}, max ${max}`,
              allowed: "min at most max",
              mend: `raise max to ${min} or more, or lower min`,
            },
          ]
        : []),
      ...(min < max && cpu === undefined && memory === undefined
        ? [{ path, given: "neither cpu nor memory", allowed: "a target for cpu, memory or both", mend: "add cpu: 70" }]
        : []),
    ];
  });

const limitsAboveRequests: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) => {
    const { cpu, cpuLimit, memory, memoryLimit } = workload.resources;
    const path = `workloads.${name}.resources`;
    return [
      ...(cpuLimit && cores(cpuLimit) < cores(cpu) ? [below(`${path}.cpuLimit`, cpuLimit, cpu)] : []),
      ...(memoryLimit && mebibytes(memoryLimit) < mebibytes(memory)
        ? [below(`${path}.memoryLimit`, memoryLimit, memory)]
        : []),
    ];
  });

const hosts: Check = ({ config }) => {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const [name, workload] of workloadsOf(config)) {
    if (workload.kind !== "web") continue;
    for (const [index, host] of workload.hosts.entries()) {
      const other = owners.get(host);
      if (other !== undefined) {
        problems.push({
          path: `workloads.${name}.hosts[${index}]`,
          given: show(host),
          allowed: "a host that no other workload has",
          mend: `${other} has it already: take it away from one of them`,
        });
      }
      owners.set(host, name);
    }
  }
  if (owners.size > 0 && config.acmeEmail === undefined) {
    problems.push({
      path: "acmeEmail",
      given: "nothing",
      allowed: "an e-mail address, since there are public hosts",
      mend: "add slipway:acmeEmail: the address that Let's Encrypt writes to before a certificate ends",
    });
  }
  return problems;
};

const privateNetwork: Check = ({ config }) => {
  const { network } = config;
  if (!network || network.adopt || network.nat !== "none") return [];
  const missingServices = neededWithoutNat.filter((service) => !network.endpoints.includes(service));
  if (missingServices.length === 0) return [];
  return [
    {
      path: "network.nat",
      given: "none, without every endpoint that nodes need",
      allowed: "single or perZone; or none with all of these endpoints",
      mend: `add to network.endpoints: ${missingServices.join(", ")} (or set nat: single)`,
    },
  ];
};

const enoughZones: Check = ({ config }) => {
  const { network, environment } = config;
  if (!network || network.adopt) return [];
  if (network.zones < 2) {
    return [
      {
        path: "network.zones",
        given: show(network.zones),
        allowed: "2 or 3: EKS and RDS subnet groups take two zones at least",
        mend: "write zones: 2, and keep nat: single for one NAT",
      },
    ];
  }
  return environment === "prod" && network.nat === "single"
    ? [
        {
          path: "network.nat",
          given: "single, in prod",
          allowed: "perZone in prod, so that losing a zone does not cut off the others",
          mend: "write nat: perZone, or remove the line",
        },
      ]
    : [];
};

const nodes: Check = ({ config }) =>
  (["systemNodes", "workloadNodes"] as const).flatMap((key) => {
    const group = config.cluster?.[key];
    if (!group || group.min <= group.max) return [];
    const path = `cluster.${key}.min`;
    return [
      {
        path,
        given: `min ${group.min}, max ${group.max}`,
        allowed: "min at most max",
        mend: `raise max to ${group.min}`,
      },
    ];
  });

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

const bucketsNeedHttps: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) => {
    const bucket = workload.uses.find((store) => config.stores?.[store]?.kind === "bucket");
    if (workload.internet || bucket === undefined) return [];
    return [
      {
        path: `workloads.${name}.internet`,
        given: `false, with the bucket ${bucket} in uses`,
        allowed: "true where a bucket is used: buckets answer at public names over HTTPS",
        mend: `remove internet: false, or ${bucket} from uses`,
      },
    ];
  });

const fargate: Check = ({ config }) => {
  const { cluster } = config;
  if (cluster?.compute !== "fargate" || !cluster.architectures.includes("arm64") || cluster.architectures.length > 1)
    return [];
  return [
    {
      path: "cluster.architectures",
      given: show(cluster.architectures),
      allowed: "amd64 among them: EKS on Fargate runs amd64 only",
      mend: "write architectures: [amd64]",
    },
  ];
};

const addonsOrdered: Check = ({ config }) => {
  const switches = config.addons ?? {};
  if (!config.cluster || Object.keys(switches).length === 0) return [];
  const publicHosts = workloadsOf(config).some(([, workload]) => workload.kind === "web" && workload.hosts.length > 0);
  const result = planAddons({ compute: config.cluster.compute, publicHosts, switches });
  if ("order" in result) return [];
  return result.problems.map((problem) => ({
    path: "addons",
    given: problem,
    allowed: "add-ons with everything that they need",
    mend: "do not switch off what another add-on needs, or switch that one off as well",
  }));
};

/** Every rule between fields. */
export const checks: readonly Check[] = [
  references,
  callsReachWebs,
  scalingBounds,
  limitsAboveRequests,
  hosts,
  privateNetwork,
  enoughZones,
  nodes,
  storeSizes,
  joinsBelow,
  secretsDeclared,
  routesComplete,
  bucketsNeedHttps,
  fargate,
  addonsOrdered,
];

function unknownNames(path: string, given: readonly string[], known: readonly string[], what: string): Problem[] {
  return given.flatMap((name, index) =>
    known.includes(name) ? [] : [missing(`${path}[${index}]`, name, known, what, `${what}s`)],
  );
}

function missing(path: string, name: string, known: readonly string[], what: string, section: string): Problem {
  const guess = nearest(name, known);
  return {
    path,
    given: show(name),
    allowed:
      known.length > 0 ? `a ${what} of this stack: ${known.join(", ")}` : `a ${what} of this stack; there is none yet`,
    mend: guess ? `did you mean "${guess}"?` : `add ${name} under slipway:${section}, or remove it here`,
  };
}

const absent = (path: string, allowed: string): Problem => ({
  path,
  given: "nothing",
  allowed,
  mend: `add it: ${allowed}`,
});

const below = (path: string, limit: string, request: string): Problem => ({
  path,
  given: `${limit}, below the request of ${request}`,
  allowed: "a limit of at least what is requested",
  mend: `raise it to ${request} or more`,
});

/** Cores of a Kubernetes quantity: 250m is 0.25. */
export const cores = (quantity: string): number =>
  quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);

/** MiB of a Kubernetes quantity: 1Gi is 1024. */
export const mebibytes = (quantity: string): number =>
  Number(quantity.slice(0, -2)) * (quantity.endsWith("Gi") ? 1024 : 1);
