import { variable } from "../../../components/shared/naming";
import { show } from "../errors";
import type { WorkloadConfig } from "../workloads/kinds";
import { type Check, each, missing } from "./check";

/** Every container of a workload that has variables, with its path. */
const containersOf = (workload: WorkloadConfig, path: string) => [
  { path, variables: workload.variables },
  ...workload.init.map(({ variables }, index) => ({ path: `${path}.init[${index}]`, variables })),
  ...workload.sidecars.map(({ variables }, index) => ({ path: `${path}.sidecars[${index}]`, variables })),
];

const groups = each((workload, path, { config }) => {
  const known = config.variables ?? {};
  return containersOf(workload, path).flatMap(({ path: at, variables }) =>
    variables.flatMap((group, index) =>
      group in known
        ? []
        : [missing(`${at}.variables[${index}]`, group, Object.keys(known), "group of variables", "variables")],
    ),
  );
});

/** Two groups that say different things: which one holds must not hang on their order. */
const groupsAgree = each((workload, path, { config }) => {
  const seen = new Map<string, readonly [group: string, value: string]>();
  return workload.variables.flatMap((group, index) =>
    Object.entries(config.variables?.[group] ?? {}).flatMap(([variable, value]) => {
      const before = seen.get(variable);
      seen.set(variable, [group, value]);
      if (before === undefined || before[1] === value || variable in workload.env) return [];
      return [
        {
          path: `${path}.variables[${index}]`,
          given: `${variable} in ${before[0]} and in ${group}, with different values`,
          allowed: "groups that do not contradict each other",
          mend: `write ${variable} under env of the workload, or take it out of one group`,
        },
      ];
    }),
  );
});

const plainOrSecret = each((workload, path, { config }) =>
  Object.keys(workload.secrets).flatMap((variable) => {
    const group = workload.variables.find((each) => variable in (config.variables?.[each] ?? {}));
    const where = variable in workload.env ? "env" : group && `the group ${group}`;
    if (where === undefined) return [];
    return [
      {
        path: `${path}.secrets.${variable}`,
        given: `${variable}, which ${where} sets too`,
        allowed: "a variable that is either plain or secret",
        mend: `take ${variable} out of ${where}`,
      },
    ];
  }),
);

/** Containers beside a workload's own, with their paths. */
const beside = (workload: WorkloadConfig, path: string) => [
  ...workload.init.map((container, index) => ({ container, at: `${path}.init[${index}]` })),
  ...workload.sidecars.map((container, index) => ({ container, at: `${path}.sidecars[${index}]` })),
];

/** What a container inherits must be there; a store's own variables begin with its name. */
const inherited = each((workload, path, { config }) => {
  const groups = workload.variables.flatMap((group) => Object.keys(config.variables?.[group] ?? {}));
  const calls = workload.calls.map((called) => `${variable(called)}_URL`);
  const own = [...Object.keys(workload.env), ...groups, ...Object.keys(workload.secrets), ...calls];
  const prefixes = workload.uses.map((store) => `${variable(store)}_`);
  return beside(workload, path).flatMap(({ container, at }) =>
    container.inherits.flatMap((name, index) =>
      own.includes(name) || prefixes.some((prefix) => name.startsWith(prefix))
        ? []
        : [
            {
              path: `${at}.inherits[${index}]`,
              given: show(name),
              allowed: `a variable of the workload: ${[...own, ...prefixes.map((prefix) => `${prefix}…`)].join(", ") || "it has none"}`,
              mend: `add ${name} to env or secrets of the workload, or write it under env of ${container.name}`,
            },
          ],
    ),
  );
});

/** Variables, plain and secret, of a workload and of the containers beside it. */
export const variableChecks: readonly Check[] = [groups, groupsAgree, plainOrSecret, inherited];
