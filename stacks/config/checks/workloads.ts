import { type Problem, show } from "../errors";
import { cores, mebibytes } from "../quantities";
import { type Check, missing, workloadsOf } from "./check";

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

const poolsOfUsedStores: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) =>
    Object.keys(workload.pool).flatMap((store) =>
      workload.uses.includes(store) && config.stores?.[store]?.kind !== "bucket"
        ? []
        : [
            {
              path: `workloads.${name}.pool.${store}`,
              given: show(store),
              allowed: "a database or cache that the workload names in uses",
              mend: `add ${store} to workloads.${name}.uses, or remove it here`,
            },
          ],
    ),
  );

const callsReachWebs: Check = ({ config }) =>
  workloadsOf(config).flatMap(([name, workload]) =>
    workload.calls.flatMap((called, index) => {
      const { [called]: target } = config.workloads ?? {};
      if (target === undefined || target.kind === "web" || (target.kind === "chart" && target.ports.length > 0))
        return [];
      const { kind } = target;
      return [
        {
          path: `workloads.${name}.calls[${index}]`,
          given: `${show(called)}, a ${kind}`,
          allowed: "a workload of kind web, or of kind chart with ports: only those listen",
          mend: kind === "chart" ? `add workloads.${called}.ports` : `remove it, or make ${called} a web workload`,
        },
      ];
    }),
  );

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
    const paths = workload.ingress?.paths ?? ["/"];
    for (const [index, host] of workload.hosts.entries()) {
      const other = paths.map((path) => owners.get(`${host}${path}`)).find((owner) => owner !== undefined);
      if (other !== undefined) {
        problems.push({
          path: `workloads.${name}.hosts[${index}]`,
          given: show(host),
          allowed: "a host that no other workload has, or other paths of it (ingress.paths)",
          mend: `${other} has it already: take it away from one of them`,
        });
      }
      for (const path of paths) owners.set(`${host}${path}`, name);
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

/** Between a workload's own fields, and between workloads, stores and secrets. */
export const workloadChecks: readonly Check[] = [
  references,
  poolsOfUsedStores,
  callsReachWebs,
  limitsAboveRequests,
  hosts,
  bucketsNeedHttps,
];

function unknownNames(path: string, given: readonly string[], known: readonly string[], what: string): Problem[] {
  return given.flatMap((name, index) =>
    known.includes(name) ? [] : [missing(`${path}[${index}]`, name, known, what, `${what}s`)],
  );
}

const below = (path: string, limit: string, request: string): Problem => ({
  path,
  given: `${limit}, below the request of ${request}`,
  allowed: "a limit of at least what is requested",
  mend: `raise it to ${request} or more`,
});
